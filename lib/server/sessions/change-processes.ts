import type { z } from "zod";
import type { sessionProcesses } from "#lib/contract/sessions.ts";
import { sameProcess } from "#lib/domain/identity.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { assertOneNode } from "./open-session.ts";
import { requireOpen } from "./session-access.ts";

/** POST /sessions/{id}/processes: replaces who works under it. What was seen of those that stay, stays. */
export async function changeProcesses(
  context: ServerContext,
  actor: Actor,
  id: string,
  { processes }: z.infer<typeof sessionProcesses>,
): Promise<void> {
  const { record } = await requireOpen(context, actor, id);
  assertOneNode({ node: record.node, processes });
  await context.store.write(async (tx) => {
    const stored = await tx.get("session", id);
    if (stored === null || stored.goneAt !== null || stored.value.state !== "open") {
      throw new ApiError("session-gone", "The session ended meanwhile.");
    }
    const observations = stored.value.observations.filter((o) =>
      processes.some((p) => sameProcess(p, o.process)),
    );
    await tx.put("session", id, { ...stored.value, processes, observations });
  });
}

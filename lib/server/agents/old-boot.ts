import type { ServerContext } from "#lib/server/context.ts";
import type { Tx } from "#lib/store/store.ts";
import { goneEvent } from "./lock-events.ts";

interface Reboot {
  node: string;
  newBootId: string;
  now: number;
}

const how = "the host was restarted, and kernel locks do not outlive a boot.";

/**
 * Another boot id is decisive: every kernel lock of the old boot is gone with its kernel, and every process of the
 * old boot is dead. The sessions get that as an observation; what follows from it is the judge's to say.
 */
export async function forgetOldBoot(context: ServerContext, tx: Tx, reboot: Reboot): Promise<void> {
  const { node, newBootId, now } = reboot;
  for (const row of context.view.locks.ofNode(node)) {
    if (row.source !== "kernel") continue;
    const stored = await tx.get("kernel-lock", row.key);
    if (stored === null || stored.goneAt !== null) continue;
    await tx.remove("kernel-lock", row.key, now, `Gone: ${how}`);
    await tx.event(goneEvent(stored.value, now, how));
  }
  const dead = context.agents.sessionsOf(node, (process) => process.bootId !== newBootId);
  for (const id of dead) {
    const stored = await tx.get("session", id);
    if (stored === null || stored.goneAt !== null) continue;
    const session = stored.value;
    const observations = session.processes.map((process) => ({
      process,
      status: process.bootId === newBootId ? ("alive" as const) : ("other-boot" as const),
      observedAgoMs: 0,
    }));
    await tx.put("session", id, { ...session, observations, observedAt: now });
  }
}

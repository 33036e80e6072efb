import type { LockRow } from "#lib/contract/rows.ts";
import { heldBySession, shortCommand } from "#lib/domain/operations/layer-holders.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { isStale } from "#lib/domain/states.ts";
import { grouped } from "#lib/domain/words.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { OperationRecord } from "#lib/store/records.ts";

const namedMax = 20;

/** Which lock exactly, and who has it: two of one file on one node are told apart. */
function whatAndWho({ source, node, path, holder, coHolders }: LockRow): string {
  const where = `${source} on ${node ?? "the server"}`;
  if (source === "native") return holder?.service == null ? where : `${where} by ${holder.service}`;
  const file = path === null ? where : `${where}, ${path}`;
  const command = holder?.command == null ? "" : shortCommand(holder.command);
  const who = command === "" ? (holder?.service ?? null) : command;
  const pid = holder?.pid == null ? null : `PID ${holder.pid}`;
  const rest = coHolders > 0 ? ` and ${coHolders} more` : "";
  if (pid === null) return who === null ? file : `${file} by ${who}${rest}`;
  return who === null ? `${file} by ${pid}${rest}` : `${file} by ${who} (${pid})${rest}`;
}

/** What is known of all layers of a resource besides the one that was cleared. */
interface LayerFindings {
  /** Held by somebody else than the successor, each in words. */
  stillHeld: string[];
  verified: string[];
  notVerified: string[];
}

/**
 * What all other layers of a resource say after a clear: "cleared here, still held there" is a result. A layer that the
 * session of the verified successor holds by a process of its own is no such thing: it is the takeover, whole.
 */
export async function layerFindings(
  context: ServerContext,
  { resource, lockId }: Pick<OperationRecord, "resource" | "lockId">,
  successorId: string | null = null,
): Promise<LayerFindings> {
  const others = context.view.locks.ofResource(resource ?? "").filter((row) => row.id !== lockId);
  const taken = others.filter((row) => row.state === "held" || row.state === "hot");
  const itsOwn = await ofSuccessor(context, taken, successorId);
  const held = taken.filter((row) => !itsOwn.has(row.id));
  const stale = held.filter((row) => isStale(row.verdict));
  const named = (rows: readonly LockRow[]) =>
    rows.slice(0, namedMax).map((row) => safeText(whatAndWho(row), 300));
  const stillHeld = named(held);
  const verified: string[] = [];
  const notVerified: string[] = [];
  if (itsOwn.size > 0) {
    const own = named(taken.filter((row) => itsOwn.has(row.id)));
    verified.push(`Held by the successor as well: ${own.join(", ")}.`);
  }
  if (others.length === 0) verified.push("No other layer of the resource is known.");
  else if (held.length > 0) notVerified.push(`Other layers are still held: ${stillHeld.join(", ")}.`);
  else if (itsOwn.size > 0) verified.push("Nobody else holds any other layer.");
  else
    verified.push(
      others.length === 1
        ? "The other layer is not held."
        : `None of the ${grouped(others.length)} other layers is held.`,
    );
  if (stale.length > 0)
    notVerified.push(
      `${grouped(stale.length)} of them by an owner that is gone: clear ${stale.length === 1 ? "it" : "each"} by itself.`,
    );
  return { stillHeld, verified, notVerified };
}

/** Ids of the kernel locks that the session's own processes alone hold, as their node's agent saw them. */
async function ofSuccessor(
  { store }: ServerContext,
  rows: readonly LockRow[],
  sessionId: string | null,
): Promise<Set<string>> {
  const ids = new Set<string>();
  const session = sessionId === null ? null : await store.get("session", sessionId);
  if (session === null || session.goneAt !== null) return ids;
  for (const row of rows) {
    if (row.source !== "kernel") continue;
    const stored = await store.get("kernel-lock", row.key);
    if (stored === null || stored.goneAt !== null) continue;
    const holders = stored.value.lock.holders.map(({ process }) => process);
    if (heldBySession(holders, session.value.processes)) ids.add(row.id);
  }
  return ids;
}

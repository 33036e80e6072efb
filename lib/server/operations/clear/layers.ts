import type { LockRow } from "#lib/contract/rows.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { isStale } from "#lib/domain/states.ts";
import type { ServerContext } from "#lib/server/context.ts";

const namedMax = 20;

/** Which lock exactly, and who has it: two of one file on one node are told apart. */
function whatAndWho({ source, node, path, holder }: LockRow): string {
  const where = `${source} on ${node ?? "the server"}`;
  if (source === "native") return holder?.service == null ? where : `${where} by ${holder.service}`;
  const file = path === null ? where : `${where}, ${path}`;
  const who = holder?.command ?? holder?.service ?? null;
  const pid = holder?.pid == null ? null : `PID ${holder.pid}`;
  if (pid === null) return who === null ? file : `${file} by ${who}`;
  return who === null ? `${file} by ${pid}` : `${file} by ${who} (${pid})`;
}

/** What all other layers of a resource say after a clear: "cleared here, still held there" is a result. */
export function layerFindings(context: ServerContext, resource: string, lockId: string) {
  const others = context.view.locks.ofResource(resource).filter((row) => row.id !== lockId);
  const held = others.filter((row) => row.state === "held" || row.state === "hot");
  const stale = held.filter((row) => isStale(row.verdict));
  const stillHeld = held.slice(0, namedMax).map((row) => safeText(whatAndWho(row), 300));
  const verified: string[] = [];
  const notVerified: string[] = [];
  if (others.length === 0) verified.push("No other layer of the resource is known.");
  else if (held.length === 0)
    verified.push(
      others.length === 1
        ? "The other layer is not held."
        : `None of the ${others.length} other layers is held.`,
    );
  else notVerified.push(`Other layers are still held: ${stillHeld.join(", ")}.`);
  if (stale.length > 0)
    notVerified.push(
      `${stale.length} of them by an owner that is gone: clear ${stale.length === 1 ? "it" : "each"} by itself.`,
    );
  return { stillHeld, verified, notVerified };
}

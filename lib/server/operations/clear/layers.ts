import { safeText } from "#lib/domain/safe-text.ts";
import { isStale } from "#lib/domain/states.ts";
import type { ServerContext } from "#lib/server/context.ts";

const namedMax = 20;

/** What all other layers of a resource say after a clear: "cleared here, still held there" is a result. */
export function layerFindings(context: ServerContext, resource: string, lockId: string) {
  const others = context.view.locks.ofResource(resource).filter((row) => row.id !== lockId);
  const held = others.filter((row) => row.state === "held" || row.state === "hot");
  const stale = held.filter((row) => isStale(row.verdict));
  const stillHeld = held
    .slice(0, namedMax)
    .map((row) => safeText(`${row.source} on ${row.node ?? "the server"}`, 100));
  const verified: string[] = [];
  const notVerified: string[] = [];
  if (others.length === 0) verified.push("No other layer of the resource is known.");
  else if (held.length === 0) verified.push(`None of the ${others.length} other layers is held.`);
  else notVerified.push(`Other layers are still held: ${stillHeld.join(", ")}.`);
  if (stale.length > 0)
    notVerified.push(`${stale.length} of them by an owner that is gone: clear each by itself.`);
  return { stillHeld, verified, notVerified };
}

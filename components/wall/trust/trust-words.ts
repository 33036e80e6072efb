import { formatClock, formatDuration } from "#components/ui/format-time.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import type { StreamBye } from "#lib/contract/stream.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { safeText } from "#lib/domain/safe-text.ts";

const nameChars = 40;
const namesShown = 4;

/** The banner of a wall whose data is old. `lastFrameAt` null: nothing ever came. */
export function staleWords(lastFrameAt: number | null, ageMs: number): string {
  const age = formatDuration(ageMs);
  if (lastFrameAt === null)
    return `No data has come for ${age}. What you see is from when this screen was loaded.`;
  return `No data since ${formatClock(lastFrameAt)} UTC (${age}). What you see is old.`;
}

type Known = Pick<LockRow, "resource" | "node" | "state" | "verdict">;

/** What was wrong when it was last heard of, so that it can still be read when the hues are gone; null: nothing was. */
export function lastKnownWords(locks: readonly Known[]): string | null {
  const isDrill = (lock: Known) => isDrillName(lock.resource) || isDrillName(lock.node);
  const real = wrongWords(locks.filter((lock) => !isDrill(lock)));
  const drill = wrongWords(locks.filter(isDrill));
  const all = [real, drill === null ? null : `in the drill: ${drill}`].filter((words) => words !== null);
  return all.length === 0 ? null : `When last heard: ${all.join("; ")}.`;
}

function wrongWords(locks: readonly Known[]): string | null {
  const hot = namesOf(locks.filter((lock) => lock.state === "hot"));
  const stale = namesOf(locks.filter((lock) => lock.verdict === "orphan" || lock.verdict === "ghost"));
  const parts = [hot && `${hot.count} HOT (${hot.names})`, stale && `${stale.count} stale (${stale.names})`];
  const said = parts.filter(Boolean);
  return said.length === 0 ? null : said.join(", ");
}

/** One resource can be locked in several sources: its name stands once. */
function namesOf(locks: readonly Known[]): { count: number; names: string } | null {
  if (locks.length === 0) return null;
  const names = [...new Set(locks.map(({ resource }) => safeText(resource, nameChars)))].sort();
  const rest = names.length - namesShown;
  const shown = names.slice(0, namesShown).join(", ");
  return { count: locks.length, names: rest > 0 ? `${shown} and ${rest} more` : shown };
}

/** Why this screen may no longer look, and what to do. `bye` null: the server did not say why. */
export function byeWords(bye: StreamBye | null): { title: string; todo: string } {
  const todo = "Open a display link on this screen, or sign in and come back.";
  if (bye === null) return { title: "This screen may no longer look.", todo };
  const name = safeText(bye.name, nameChars);
  const who = {
    display: `The display “${name}”`,
    token: `The token “${name}”`,
    session: `The session of ${name}`,
    account: `The account of ${name}`,
  }[bye.what];
  const by = bye.by === null ? "" : ` by ${safeText(bye.by, nameChars)}`;
  const how = {
    revoked: bye.what === "account" ? "was closed" : "was revoked",
    expired: "has expired",
    "signed-out": "was ended",
  }[bye.reason];
  return { title: `${who} ${how}${by} at ${formatClock(bye.at)} UTC.`, todo };
}

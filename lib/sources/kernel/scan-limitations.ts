import type { Limitation } from "#lib/contract/rows.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { HostView } from "./host-view.ts";
import type { TableProblems } from "./table-reader.ts";

/** What a scan could not see, in words; empty when it saw everything that the kernel shows. */
export function scanLimitations(
  view: HostView,
  scan: { unreadable: number; threadsCompared: boolean; table: TableProblems },
): Limitation[] {
  const list = [...view.limitations];
  const { malformed, firstMalformed, omitted } = scan.table;
  if (scan.unreadable > 0) {
    const processes = scan.unreadable === 1 ? "1 process" : `${scan.unreadable} processes`;
    list.push({
      code: "unreadable-processes",
      text: `The descriptors of ${processes} could not be read: run the agent as root to see every holder.`,
    });
  }
  if (!scan.threadsCompared) {
    list.push({
      code: "threads-not-compared",
      text: "Too many threads to compare their descriptor tables: a thread with a table of its own may be missed.",
    });
  }
  if (malformed > 0) {
    list.push({
      code: "malformed-lines",
      text: `${malformed} lines of /proc/locks were not understood, such as: ${safeText(firstMalformed ?? "", 120)}`,
    });
  }
  if (omitted > 0)
    list.push({ code: "too-many-locks", text: `${omitted} locks beyond the limit were left out.` });
  return list;
}

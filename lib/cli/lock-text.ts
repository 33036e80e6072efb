import type { LockDetail } from "#lib/contract/locks.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { times } from "#lib/domain/words.ts";
import { lockTable } from "./lock-table.ts";
import { ageText, timeText } from "./output.ts";
import { ownerText, stateText } from "./words.ts";

const historyMax = 12;

/** One lock for a terminal, in the order of the lock page: verdict, facts, evidence, people, history. */
export function lockText(lock: LockDetail, nowAt: number): string {
  const parts = [heading(lock, nowAt), facts(lock, nowAt), evidence(lock, nowAt), people(lock, nowAt)];
  if (lock.layers.length > 0)
    parts.push(`Other layers of this resource\n${indent(lockTable(lock.layers, nowAt))}`);
  const events = lock.history.slice(0, historyMax);
  const history = events.map((event) => `${timeText(event.at)}  ${safeText(event.text, 200)}\n`).join("");
  if (history !== "") parts.push(`History\n${indent(history)}`);
  return parts.filter((part) => part !== "").join("\n");
}

function heading(lock: LockDetail, nowAt: number): string {
  const name = `${safeText(lock.resource, 200)}  [${stateText(lock)}]\n`;
  const gone = lock.tombstone;
  const goneText =
    gone === null ? "" : `Gone for ${ageText(gone.goneAt, nowAt)}: ${safeText(gone.how, 300)}\n`;
  return `${name}${goneText}${safeText(lock.sentence, 500)}\n`;
}

function facts(lock: LockDetail, nowAt: number): string {
  const rows: [string, string | null][] = [
    ["id", lock.id],
    ["type", `${lock.source} ${lock.type}, ${lock.mode}`],
    ["path", lock.path ?? lock.pathUnknownReason],
    ["epoch", lock.epoch === null ? null : String(lock.epoch)],
    ["held for", lock.heldSince === null ? null : ageText(lock.heldSince, nowAt)],
    ["last beat", lock.lastBeatAt === null ? null : `${ageText(lock.lastBeatAt, nowAt)} ago`],
    ["TTL", lock.ttlMs === null ? null : `${lock.ttlMs / 1_000} s, then ${lock.lostPolicy ?? "release"}`],
    ["observed", `${ageText(lock.observedAt, nowAt)} ago`],
  ];
  return indent(
    rows.map(([name, text]) => (text === null ? "" : `${name.padEnd(10)}${safeText(text, 300)}\n`)).join(""),
  );
}

function evidence({ evidence: items, probe }: LockDetail, nowAt: number): string {
  const lines = items
    .toSorted((a, b) => Number(b.weight === "decisive") - Number(a.weight === "decisive"))
    .map((item) => {
      const age = ageText(item.observedAt, nowAt);
      return `${item.weight.padEnd(15)}${safeText(item.text, 300)} (${safeText(item.source, 80)}, ${age} ago)\n`;
    });
  if (probe !== null) {
    lines.push(`${"open".padEnd(15)}${safeText(probe.question, 300)} ${safeText(probe.how, 300)}\n`);
  }
  return lines.length === 0 ? "" : `Evidence\n${indent(lines.join(""))}`;
}

function people(lock: LockDetail, nowAt: number): string {
  const lines = [
    ...lock.holders.map((h) => {
      const unit = h.unit === null ? "" : `, ${safeText(h.unit, 80)}`;
      return `${h.role.padEnd(10)}${safeText(ownerText(h), 160)}, alive: ${h.alive}${unit}\n`;
    }),
    ...lock.waiterList.map((w) => {
      const since = w.since === null ? "" : `, for ${ageText(w.since, nowAt)}`;
      return `${`waiter ${w.place}`.padEnd(10)}${safeText(ownerText(w), 160)}${since}\n`;
    }),
    ...lock.refusalList.map((r) => {
      const last = ageText(r.lastAt, nowAt);
      return `${"refused".padEnd(10)}${safeText(ownerText(r), 160)}, ${times(r.count)}, last ${last} ago\n`;
    }),
  ];
  return lines.length === 0 ? "" : `Who\n${indent(lines.join(""))}`;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

import { safeText } from "#lib/domain/safe-text.ts";
import { type GoodVersion, unknownWriter } from "./good-version.ts";

/** What a guardian or its watchdog has to say. */
export type GuardStatus =
  | { event: "standby"; because: string }
  | { event: "guarding"; epoch: number; hash: string; clean: boolean | null; good: GoodVersion | null }
  | { event: "wrote"; hash: string; by: string; epoch: number }
  | { event: "refused"; by: string; because: string }
  | { event: "touched"; hash: string; by: string | null; at: number; through: boolean }
  | { event: "unsure"; reason: string }
  | { event: "regained"; epoch: number }
  | { event: "paused"; operationId: string }
  | { event: "resumed" }
  | { event: "lost"; reason: string }
  | { event: "warning"; text: string }
  | { event: "released"; epoch: number };

/** As one line of JSON, or as a sentence. */
export function guardStatusTo(write: (text: string) => void, file: string, json: boolean) {
  const name = safeText(file, 200);
  return (status: GuardStatus): void => {
    write(
      json ? `${JSON.stringify({ file, ...status })}\n` : `${name}: ${safeText(sentence(status), 400)}\n`,
    );
  };
}

function sentence(status: GuardStatus): string {
  switch (status.event) {
    case "standby":
      return `standing by: ${status.because}`;
    case "guarding":
      return `guarded, epoch ${status.epoch}; ${cleanText(status)}`;
    case "wrote":
      return `written by ${status.by} with epoch ${status.epoch}, now ${short(status.hash)}`;
    case "refused":
      return `a write by ${status.by} was refused: ${status.because}`;
    case "touched":
      return `touched past its guardian, by ${status.by ?? "somebody unknown"}, now ${short(status.hash)}`;
    case "unsure":
      return `nothing is written for now: ${status.reason}`;
    case "regained":
      return `the lease is sure again, epoch ${status.epoch}`;
    case "paused":
      return `paused for operation ${status.operationId}: nothing is written or taken`;
    case "resumed":
      return "resumed";
    case "lost":
      return `not guarded any more: ${status.reason}`;
    case "warning":
      return status.text;
    case "released":
      return `released, epoch ${status.epoch}`;
  }
}

function cleanText({ clean, good, hash }: Extract<GuardStatus, { event: "guarding" }>): string {
  if (clean === null || good === null) return `its content, ${short(hash)}, is taken as good`;
  if (good.by === unknownWriter) {
    if (clean) return `clean: unchanged since it was first guarded, ${short(hash)}`;
    return `NOT as it was when it was first guarded: ${short(hash)} instead of ${short(good.hash)}`;
  }
  if (clean) return `clean: as ${good.by} left it, ${short(hash)}`;
  return `NOT as it was left: ${short(hash)} instead of ${short(good.hash)} by ${good.by}`;
}

function short(hash: string): string {
  return hash.slice(0, 12);
}

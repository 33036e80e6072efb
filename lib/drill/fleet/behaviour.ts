import type { Health } from "#lib/domain/fleet-state.ts";
import type { NodeKind } from "./plan-fleet.ts";
import type { Rhythm } from "./rhythm.ts";

/** How one node works. Times are of the fleet's monotonic clock. */
export interface Work {
  /** It was refused, and its work is not what it should be. */
  affected: boolean;
  /** Refusals in a row. */
  refusals: number;
  /** When it does the next thing by itself; null: nothing is due. */
  dueMs: number | null;
}

export const wellWork: Work = { affected: false, refusals: 0, dueMs: null };

export interface Surroundings {
  guarded: boolean | null;
  /** It is held by somebody who drains: it asks for nothing. */
  paused: boolean;
  nowMs: number;
  rhythm: Pick<Rhythm, "noticeMs" | "tryMs" | "recoverMs">;
  /** In [0, 1), another one each time. */
  chance: () => number;
}

/**
 * What a node does now. While its configuration is guarded it is well, or becomes so by and by. Else it tries to open the
 * file itself (`tries`), again and again, unless it is paused.
 */
export function nextWork(work: Work, around: Surroundings): { work: Work; tries: boolean } {
  const { guarded, paused, nowMs, rhythm, chance } = around;
  if (paused) return { work: work.dueMs === null ? work : { ...work, dueMs: null }, tries: false };
  if (guarded !== false) {
    if (work.refusals === 0 && !work.affected) return { work: calm(work), tries: false };
    if (work.dueMs === null)
      return { work: { ...work, dueMs: nowMs + chance() * rhythm.recoverMs }, tries: false };
    return nowMs < work.dueMs ? { work, tries: false } : { work: wellWork, tries: false };
  }
  if (work.dueMs === null) {
    return { work: { ...work, dueMs: nowMs + chance() * rhythm.noticeMs }, tries: false };
  }
  if (nowMs < work.dueMs) return { work, tries: false };
  return { work: { ...work, dueMs: nowMs + (0.5 + chance()) * rhythm.tryMs }, tries: true };
}

/** It was refused the file; `suffers`: that keeps it from its work. */
export function refusedWork(work: Work, suffers: boolean): Work {
  return { ...work, refusals: work.refusals + 1, affected: work.affected || suffers };
}

/** It was refused before that mattered: now it does. */
export function sufferingWork(work: Work): Work {
  return work.refusals > 0 && !work.affected ? { ...work, affected: true } : work;
}

/** It could read the file after all. */
export function servedWork(work: Work): Work {
  return { ...work, refusals: 0, affected: false };
}

function calm(work: Work): Work {
  return work.dueMs === null ? work : { ...work, dueMs: null };
}

/** What its units say of their work; null when it is well, or when it does without the file. */
export function healthOf(kind: NodeKind, { affected }: Work, resource: string): Health | null {
  if (!affected) return null;
  switch (kind) {
    case "drone":
      return { level: "halted", text: `paused in mid-patrol: ${resource} HOT`, resource };
    case "arm":
      return { level: "halted", text: `stalled: ${resource} HOT`, resource };
    case "compute":
      return { level: "impaired", text: `throttled to 20 %: ${resource} HOT`, resource };
    default:
      return null;
  }
}

/** Whether a node of this kind opens the file at all. */
export function readsFile(kind: NodeKind): boolean {
  return kind === "drone" || kind === "arm" || kind === "compute";
}

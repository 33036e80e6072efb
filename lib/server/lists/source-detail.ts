import type { LockDetail } from "#lib/contract/locks.ts";

/** What a source says of one lock, before what all locks have in common is added. */
export type SourceDetail = Omit<LockDetail, "layers" | "history" | "cleared">;

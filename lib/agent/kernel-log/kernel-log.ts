import type { HostEvent } from "#lib/agent/outbox.ts";
import { tunables } from "#lib/agent/tunables.ts";
import { backoffMs } from "#lib/client/waiting/backoff.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import type { Limitation } from "#lib/contract/rows.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { classify } from "./classify.ts";
import { EventLimiter } from "./event-limiter.ts";
import { followJournal } from "./follow-journal.ts";
import { followKmsg, openKmsg } from "./follow-kmsg.ts";
import type { LogPosition } from "./log-position.ts";
import type { KernelRecord } from "./record.ts";

export interface KernelLogOptions {
  position: LogPosition;
  monoMs: () => number;
  onEvent: (event: HostEvent) => void;
  /** The log cannot be followed, or can again (null). */
  onLimitation: (limitation: Limitation | null) => void;
  signal: AbortSignal;
  openKmsg?: () => number | null;
  followJournal?: typeof followJournal;
}

const eventChars = 900;

/**
 * Follows the kernel log: `/dev/kmsg`, else the journal, else says that it cannot and tries again later. Reports
 * what matters to locks, once each.
 */
export async function followKernelLog(options: KernelLogOptions): Promise<void> {
  const { signal, onLimitation } = options;
  const open = options.openKmsg ?? openKmsg;
  const journal = options.followJournal ?? followJournal;
  const take = recordTaker(options);
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    const fd = open();
    let reason: string | null;
    if (fd !== null) {
      onLimitation(null);
      reason = await followKmsg(fd, { onRecord: take.record, onCaughtUp: take.caughtUp, signal }).then(
        () => null,
        (error: unknown) => (error instanceof Error ? error.message : "cannot be read"),
      );
    } else {
      const began = options.monoMs();
      reason = await journal({ onRecord: take.record, signal });
      if (options.monoMs() - began > tunables.backoff.mostMs) attempt = 0;
    }
    if (signal.aborted) return;
    onLimitation({
      code: "no-kernel-log",
      text: `The kernel log cannot be followed (${safeText(reason ?? "it ended", 200)}): panics and restarts of the lock manager will not be seen.`,
    });
    await pause(backoffMs(attempt, Math.random(), tunables.backoff), signal);
  }
}

function recordTaker({ position, monoMs, onEvent }: KernelLogOptions) {
  const limiter = new EventLimiter();
  // Without a position, the log of the whole boot would be news.
  const from = position.micros ?? Math.max(0, (monoMs() - tunables.kernelLogRecentMs) * 1_000);
  let last = from;
  return {
    record(record: KernelRecord): void {
      if (record.bootMicros <= from) return;
      last = Math.max(last, record.bootMicros);
      const found = classify(record);
      if (found === null) return;
      const nowMs = monoMs();
      // The kernel's clock may run a little ahead of ours.
      const atMs = Math.min(nowMs, record.bootMicros / 1_000);
      const text = limiter.pass(found.kind, safeText(record.text, eventChars), atMs);
      if (text === null) return;
      onEvent({ ...found, text, atMs });
      position.advance(record.bootMicros);
    },
    caughtUp(): void {
      if (position.micros === null) position.advance(last);
    },
  };
}

import type { z } from "zod";
import { type Api, ProblemError } from "#lib/client/http.ts";
import { backoffMs } from "#lib/client/waiting/backoff.ts";
import type { Wake } from "#lib/client/waiting/wake.ts";
import type { reportAnswer } from "#lib/contract/agent.ts";
import type { Outbox, Parcel } from "./outbox.ts";
import { tunables } from "./tunables.ts";

export interface ReportLoopOptions {
  api: Api;
  node: string;
  sessionId: string;
  outbox: Outbox;
  /** Rings when there may be something to send. */
  wake: Wake;
  /** Rings when the server was heard again, so that a long wait can end. */
  retry: Wake;
  /** True once when a snapshot was asked for. */
  snapshotAsked: () => boolean;
  monoMs: () => number;
  onSent: () => void;
  /** A report did not arrive. Those that this session cannot make good are thrown instead. */
  onFailure: (error: unknown) => void;
  signal: AbortSignal;
}

/**
 * Sends what the outbox has, one report at a time: everything first, then changes, and everything again after any
 * report that may not have arrived. Ends when told to stop; rejects when the server does not know the session, or
 * refuses the agent.
 */
export async function reportLoop(options: ReportLoopOptions): Promise<void> {
  const { outbox, signal } = options;
  let seq = 0;
  let full = true;
  let failures = 0;
  while (!signal.aborted) {
    full = options.snapshotAsked() || full;
    const due = outbox.hasScan && (full || outbox.hasNews());
    if (!due) {
      await options.wake.wait(signal);
      continue;
    }
    const parcel = outbox.take(options.monoMs(), full);
    try {
      const sent = await sendParcel(options, parcel, seq);
      seq += sent.count;
      full = sent.needSnapshot;
      if (sent.count < parcel.drafts.length) outbox.giveBack(parcel);
      failures = 0;
      options.onSent();
    } catch (error) {
      outbox.giveBack(parcel);
      if (signal.aborted) return;
      if (error instanceof ProblemError && endsSession(error)) throw error;
      options.onFailure(error);
      // Whether it arrived is not known: another number, and everything anew.
      seq += parcel.drafts.length;
      full = true;
      const waited = AbortSignal.timeout(backoffMs(failures, Math.random(), tunables.backoff));
      await options.retry.wait(AbortSignal.any([signal, waited]));
      failures += 1;
    }
  }
}

async function sendParcel(
  { api, node, sessionId, signal }: ReportLoopOptions,
  parcel: Parcel,
  firstSeq: number,
): Promise<{ count: number; needSnapshot: boolean }> {
  let count = 0;
  for (const draft of parcel.drafts) {
    const path = `/api/v1/agents/${encodeURIComponent(node)}/report`;
    const limited = AbortSignal.any([signal, AbortSignal.timeout(tunables.requestTimeoutMs)]);
    const body = { sessionId, seq: firstSeq + count, ...draft };
    const answer = await api.send<z.infer<typeof reportAnswer>>("POST", path, body, { signal: limited });
    count += 1;
    // The other parts would be about a past that the server does not know.
    if (answer.needSnapshot) return { count, needSnapshot: true };
  }
  return { count, needSnapshot: false };
}

function endsSession(error: ProblemError): boolean {
  return ["session-gone", "not-found", "gone", "unauthenticated", "forbidden"].includes(error.code);
}

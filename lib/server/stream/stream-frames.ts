import type { StreamBye, StreamTopic } from "#lib/contract/stream.ts";
import type { Clock } from "#lib/domain/clock.ts";
import { limits } from "#lib/domain/limits.ts";
import type { StreamTicket } from "#lib/server/auth/open-streams.ts";
import type { Touched } from "#lib/server/view/touched.ts";
import type { View } from "#lib/server/view/view.ts";
import type { ChangeHub } from "./change-hub.ts";
import { sseFrame } from "./frames.ts";
import { Mailbox } from "./mailbox.ts";
import { changeFor } from "./topics.ts";

export interface StreamOptions {
  hub: ChangeHub;
  view: View;
  clock: Clock;
  instance: string;
  build: string;
  topics: ReadonlySet<StreamTopic>;
  /** The last revision that the client has; null: it starts afresh. */
  since: number | null;
  /** The right of whoever opened it: its end is told at once, and it is looked at again with every tick. */
  ticket: StreamTicket;
  graceUntil: () => number | null;
  readOnly: () => string | null;
  /** Calls again and again; returns a stop. */
  every: (ms: number, run: () => void) => () => void;
  signal: AbortSignal;
}

/** A client that missed more rows than this reads the lists again: that is cheaper for both. */
const resumeRowsMax = 5_000;

/**
 * The frames of one client: hello, what it missed (or `reset`), then each change as it happens, and a tick every
 * few seconds. Ends when the client is gone, the server stops, or whoever is behind it may no longer read: then the last
 * frame is `bye`.
 */
export async function* streamFrames(options: StreamOptions): AsyncGenerator<string, void> {
  const { hub, topics, signal, ticket } = options;
  const mailbox = new Mailbox<string | "tick">();
  const close = () => mailbox.close();
  // No await between the subscription and the look at the view: nothing can happen in between.
  const unsubscribe = hub.subscribe(topics, (frame) => mailbox.push(frame));
  const opening = openingFrames(options);
  const stopTicks = options.every(limits.streamKeepAliveMs, () => mailbox.push("tick"));
  signal.addEventListener("abort", close, { once: true });
  if (signal.aborted) close();
  ticket.onEnd((ending) => {
    const bye: StreamBye = { ...ending, name: ticket.name, serverAt: options.clock.wallMs() };
    mailbox.push(sseFrame("bye", bye));
    close();
  });
  try {
    yield* opening;
    for await (const item of mailbox) {
      if (item !== "tick") {
        yield item;
        continue;
      }
      if (!(await ticket.look())) continue;
      // What was gathered comes before a tick that names its revision.
      hub.flush();
      mailbox.push(tickFrame(options));
    }
  } finally {
    stopTicks();
    unsubscribe();
    ticket.close();
    signal.removeEventListener("abort", close);
  }
}

function tickFrame({ view, clock, ...options }: StreamOptions): string {
  const [graceUntil, readOnly] = [options.graceUntil(), options.readOnly()];
  const data = { serverAt: clock.wallMs(), revision: view.revision, graceUntil, readOnly };
  return sseFrame("tick", data, view.revision);
}

function openingFrames(options: StreamOptions): string[] {
  const { view, clock, since, topics, instance, build } = options;
  const revision = view.revision;
  const [graceUntil, readOnly] = [options.graceUntil(), options.readOnly()];
  const hello = { instance, build, serverAt: clock.wallMs(), revision, graceUntil, readOnly };
  if (since === null) return [sseFrame("hello", hello, revision)];
  const touched = view.since(since, clock.wallMs());
  const rows = touched === null ? 0 : rowCount(touched);
  if (touched === null || rows > resumeRowsMax) {
    return [sseFrame("hello", hello, revision), sseFrame("reset", { revision }, revision)];
  }
  const change = changeFor(view, touched, topics);
  // Without an id: a client cut off right after the hello must still come back with its own last one.
  const opening = [sseFrame("hello", hello)];
  if (change !== null) opening.push(sseFrame("change", change, revision));
  return opening;
}

function rowCount({ locks, owners, nodes, operations, units, incidents, drills }: Touched): number {
  return locks.size + owners.size + nodes.size + operations.size + units.size + incidents.size + drills.size;
}

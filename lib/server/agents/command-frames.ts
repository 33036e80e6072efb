import type { AgentCommand } from "#lib/contract/agent.ts";
import type { Clock } from "#lib/domain/clock.ts";
import { limits } from "#lib/domain/limits.ts";
import type { StreamTicket } from "#lib/server/auth/open-streams.ts";
import { sseFrame } from "#lib/server/stream/frames.ts";
import { Mailbox } from "#lib/server/stream/mailbox.ts";
import type { AgentDesk } from "./agent-desk.ts";

export interface CommandOptions {
  desk: AgentDesk;
  node: string;
  clock: Clock;
  /** The agent's right: the stream ends with it, at once. */
  ticket: StreamTicket;
  every: (ms: number, run: () => void) => () => void;
  signal: AbortSignal;
}

/** The frames of one agent's command stream: what to watch at once, then each command, and ticks in between. */
export async function* commandFrames(options: CommandOptions): AsyncGenerator<string, void> {
  const { desk, node, clock, signal, ticket } = options;
  const mailbox = new Mailbox<AgentCommand | "tick">();
  const close = () => mailbox.close();
  const disconnect = desk.connect(node, (command) => mailbox.push(command));
  const stopTicks = options.every(limits.streamKeepAliveMs, () => mailbox.push("tick"));
  signal.addEventListener("abort", close, { once: true });
  if (signal.aborted) close();
  ticket.onEnd(close);
  try {
    for await (const item of mailbox) {
      if (item !== "tick") yield sseFrame("command", item);
      else if (await ticket.look()) yield sseFrame("tick", { serverAt: clock.wallMs() });
    }
  } finally {
    stopTicks();
    disconnect();
    ticket.close();
    signal.removeEventListener("abort", close);
  }
}

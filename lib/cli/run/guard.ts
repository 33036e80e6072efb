import { createInterface } from "node:readline";
import { bootClockMs } from "#lib/sources/kernel/boot-clock.ts";
import { type CommandGroup, endCommand } from "./command-group.ts";
import { type GuardMessage, guardReady } from "./guard-messages.ts";

/**
 * Run as a process of its own by `locksmith run`: `guard.ts SESSION`. It outlives run and acts for it: when run is
 * killed, it ends the command; when run is stopped or too slow, it ends the command before the TTL does.
 */
const lookAtMostEveryMs = 1_000;
/** Between SIGTERM and SIGKILL when run is gone and the TTL would leave much more. */
const graceMs = 5_000;

const group: CommandGroup = { leader: null, sessionId: String(process.argv[2]) };
let stopAtMs = Number.POSITIVE_INFINITY;
let killAtMs = Number.POSITIVE_INFINITY;
let timer: NodeJS.Timeout | undefined;
let ending = false;

// Whatever happens to the terminal, the guard stays until its work is done.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) process.on(signal, () => undefined);
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const message = JSON.parse(line) as GuardMessage;
  if ("done" in message) process.exit(0);
  if ("leader" in message) group.leader = message.leader;
  else ({ stopAtMs, killAtMs } = message);
  look();
});
lines.on("close", () => void end("locksmith run is gone"));
process.stdout.write(`${guardReady}\n`);

function look(): void {
  clearTimeout(timer);
  const leftMs = stopAtMs - bootClockMs();
  if (leftMs <= 0) void end("no renewal in time");
  else timer = setTimeout(look, Math.min(leftMs, lookAtMostEveryMs));
}

async function end(why: string): Promise<void> {
  if (ending) return;
  ending = true;
  process.stderr.write(`locksmith: ${why}; its command is being stopped\n`);
  const graceEndMs = bootClockMs() + graceMs;
  const left = await endCommand(group, () => bootClockMs() >= Math.min(graceEndMs, killAtMs));
  if (left.length > 0) process.stderr.write(`locksmith: could not stop PID ${left.join(", ")}\n`);
  process.exit(left.length === 0 ? 0 : 1);
}

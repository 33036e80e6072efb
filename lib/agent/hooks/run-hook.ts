import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { limits } from "#lib/domain/limits.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { HookCommand } from "./hook-config.ts";
import { OutputLines } from "./output-lines.ts";

export interface HookRun {
  ok: boolean;
  /** What became of it, in a sentence, with the last line of its output. */
  text: string;
  /** The end of its output, at most `limits.hookOutputMaxBytes`, as it was printed. */
  output: string;
}

export interface HookOptions {
  /** Added to the environment; names and ids only, checked by the caller. */
  env: Readonly<Record<string, string>>;
  /** Ends the hook: SIGTERM, then SIGKILL to its whole process group. */
  signal?: AbortSignal;
  /** Each line as it comes, on either stream; at most 1,000 characters of it. */
  onLine?: (line: string) => void;
}

/** Between SIGTERM and SIGKILL, and after SIGKILL until it counts as ended whatever the kernel says. */
const killAfterMs = 2_000;
const giveUpMs = 2_000;
const lastWordsMs = 100;
const noteChars = 300;

/** Settings of this agent that are none of a hook's business. */
const hidden = /^LOCKSMITH_/;

/**
 * Runs a command of this host, without a shell, in a process group of its own. Never rejects and never takes longer
 * than its time limit and a few seconds: what cannot be ended is left behind and said so.
 */
export function runHook(hook: HookCommand, options: HookOptions): Promise<HookRun> {
  const [program, ...args] = hook.command;
  const lines = new OutputLines(limits.hookOutputMaxBytes, options.onLine);
  const child = spawn(program, args, {
    detached: true,
    shell: false,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...ownEnvironment(), ...options.env },
  });
  for (const stream of [child.stdout, child.stderr]) listenTo(stream, lines);
  return new Promise((resolve) => {
    let why: string | null = null;
    const timers: NodeJS.Timeout[] = [];
    const stop = (reason: string) => {
      if (why !== null) return;
      why = reason;
      signalGroup(child, "SIGTERM");
      timers.push(
        setTimeout(() => signalGroup(child, "SIGKILL"), killAfterMs),
        setTimeout(() => done(false, `${reason}, and cannot be ended`), killAfterMs + giveUpMs),
      );
    };
    const onAbort = () => stop("was ended because its time was over");
    let isDone = false;
    const done = (ok: boolean, what: string) => {
      if (isDone) return;
      isDone = true;
      for (const timer of timers) clearTimeout(timer);
      options.signal?.removeEventListener("abort", onAbort);
      // What it left running in its group after it was told to end, such as a child that ignores SIGTERM.
      if (why !== null) signalGroup(child, "SIGKILL");
      leaveAlone(child);
      const last = lines.last();
      const text = `${safeText(program, 100)} ${what}${last === "" ? "." : `: ${safeText(last, noteChars)}`}`;
      resolve({ ok, text, output: lines.end() });
    };
    timers.push(setTimeout(() => stop(`took longer than ${hook.timeLimitMs} ms`), hook.timeLimitMs));
    child.once("error", (error: NodeJS.ErrnoException) =>
      done(false, `cannot be run (${error.code ?? "error"})`),
    );
    child.once("exit", (code, signal) => {
      const over = () => done(why === null && code === 0, why ?? endText(code, signal));
      // What it printed last may still be in the pipe; but what it left running may keep that open for ever.
      child.once("close", over);
      timers.push(setTimeout(over, lastWordsMs));
    });
    if (options.signal?.aborted) onAbort();
    else options.signal?.addEventListener("abort", onAbort, { once: true });
  });
}

function endText(code: number | null, signal: NodeJS.Signals | null): string {
  if (code === 0) return "ended well";
  return code === null ? `was ended by ${signal}` : `ended with ${code}`;
}

function ownEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, ...Object.fromEntries(hiddenNames().map((key) => [key, undefined])) };
}

function hiddenNames(): string[] {
  return Object.keys(process.env).filter((key) => hidden.test(key));
}

function listenTo(stream: Readable, lines: OutputLines): void {
  stream.on("data", (bytes: Buffer) => lines.add(bytes));
  stream.on("error", () => {});
}

/** Something that it started on purpose may keep its output open: that is read and thrown away, and keeps nobody. */
function leaveAlone(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.removeAllListeners("data");
    stream?.resume();
    (stream as { unref?: () => void } | null)?.unref?.();
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The whole group has ended.
  }
}

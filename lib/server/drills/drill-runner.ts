import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Logger } from "pino";
import { type HandedDrill, handedDrillVariable } from "#lib/contract/drills.ts";

/** What runs a drill on this host; it gets id and tokens in its environment, which no other user can read. */
export interface RunnerCommand {
  command: string;
  args: readonly string[];
}

/** From SIGTERM to SIGKILL when the server stops. */
const endWithinMs = 2_500;

/** The process that runs the drill that was asked for in the console. It outlives a crash of the server, not its stop. */
export class DrillRunner {
  readonly #command: RunnerCommand | null;
  readonly #log: Logger;
  #child: ChildProcess | null = null;
  /** Where this server is reached on its own host; known once it listens. */
  serverUrl = "";

  constructor(command: RunnerCommand | null, log: Logger) {
    this.#command = command;
    this.#log = log;
  }

  get canRun(): boolean {
    return this.#command !== null;
  }

  run(drill: HandedDrill): void {
    if (this.#command === null) return;
    const { command, args } = this.#command;
    const child = spawn(command, [...args, "--server", this.serverUrl], {
      // Pipes would break with this process, and the drill is to outlive its crash.
      stdio: "ignore",
      env: { ...withoutOurs(process.env), [handedDrillVariable]: JSON.stringify(drill) },
    });
    this.#child = child;
    child.on("error", (error) => this.#log.error({ err: error }, "the drill's runner could not be started"));
    child.on("exit", (code, signal) => {
      if (this.#child === child) this.#child = null;
      if (code !== 0) this.#log.warn({ code, signal }, "the drill's runner ended");
    });
  }

  /** Ends the runner that this server started, if it runs. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    const force = setTimeout(() => child.kill("SIGKILL"), endWithinMs);
    child.kill("SIGTERM");
    await ended.catch(() => undefined);
    clearTimeout(force);
  }
}

/** What was meant for this server points the runner elsewhere. */
function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith("LOCKSMITH_"));
  return { NODE_ENV: env.NODE_ENV, ...Object.fromEntries(kept) };
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Logger } from "pino";
import type { StartedDrill } from "#lib/contract/drills.ts";

/** What runs a drill on this host; it gets address, id and tokens in its environment, never as arguments. */
export interface RunnerCommand {
  command: string;
  args: readonly string[];
}

/** From SIGTERM to SIGKILL when the server stops. */
const endWithinMs = 4_000;

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

  run(drillId: string, tokens: NonNullable<StartedDrill["tokens"]>): void {
    if (this.#command === null) return;
    const { command, args } = this.#command;
    const child = spawn(command, args, {
      // Pipes would break with this process, and the drill is to outlive its crash.
      stdio: "ignore",
      env: {
        ...process.env,
        LOCKSMITH_SERVER: this.serverUrl,
        LOCKSMITH_DRILL_ID: drillId,
        LOCKSMITH_DRILL_FLEET_TOKEN: tokens.fleet,
        LOCKSMITH_DRILL_COMMANDER_TOKEN: tokens.commander,
        LOCKSMITH_DRILL_ON_CALL_TOKEN: tokens.onCall,
      },
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

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Script {
  drain?: string;
  resume?: string;
  timeLimitMs?: number;
}

/** A host with units that write down what was done to them, for tests with a real agent. */
export class HookHost {
  readonly folder = mkdtempSync(join(tmpdir(), "locksmith-units-"));
  readonly stateFile = join(this.folder, "agent.state");

  /** Flags for `locksmith agent`; `units` by name, each with its own shell text after the line that notes the call. */
  args(service: string, units: Record<string, Script>): string[] {
    const hook = (name: string, step: string, text: string | undefined, timeLimitMs: number | undefined) => ({
      command: [
        "/bin/sh",
        "-c",
        `echo "${step} $LOCKSMITH_OPERATION_ID" >> ${this.#log(name)}; ${text ?? ":"}`,
      ],
      ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
    });
    const config = {
      units: Object.entries(units).map(([name, { drain, resume, timeLimitMs }]) => ({
        name,
        service,
        hooks: {
          drain: hook(name, "drain", drain, timeLimitMs),
          resume: hook(name, "resume", resume, undefined),
        },
      })),
    };
    const file = join(this.folder, "agent.json");
    writeFileSync(file, JSON.stringify(config));
    return ["--config", file, "--state", this.stateFile];
  }

  /** What was done to a unit, in order. */
  done(unit: string): string[] {
    const file = this.#log(unit);
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => line.split(" ")[0] ?? "");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #log(unit: string): string {
    return join(this.folder, `${unit}.log`);
  }
}

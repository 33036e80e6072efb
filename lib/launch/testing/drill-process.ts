import { readdirSync, readFileSync } from "node:fs";
import { startChild } from "../steps/children.mjs";
import { cleanEnv } from "./clean-env.ts";
import { LineLog } from "./line-log.ts";

interface Line {
  state: string;
  drillId?: string;
  folder?: string;
  text?: string;
  act?: string;
  why?: string;
}

/** `locksmith drill` in a process of its own, against a server whose data folder is known. */
export class DrillProcess {
  readonly log = new LineLog();
  readonly child;

  /** `env`: added to the environment. */
  constructor(server: { dataDir: string }, args: readonly string[] = [], env: Record<string, string> = {}) {
    const all = ["drill", "--data", server.dataDir, "--json", "--pace", "fast", ...args];
    this.child = startChild(all, { env: cleanEnv(env), onLine: this.log.add });
  }

  /** The first line that it says for which `matches` says so. Rejects when it ends without. */
  async line(matches: (line: Line) => boolean): Promise<Line> {
    const found = this.log.find((text) => {
      const line = parse(text);
      return line !== null && matches(line);
    });
    const gone = this.child.ended.then(() => Promise.reject(new Error(this.log.text())));
    return parse(await Promise.race([found, gone])) as Line;
  }

  /** Its id, and where its files are, once it runs. */
  async running(): Promise<{ id: string; folder: string }> {
    const [started, runs] = await Promise.all([
      this.line(({ state }) => state === "starting"),
      this.line(({ state }) => state === "running"),
    ]);
    return { id: started.drillId ?? "", folder: runs.folder ?? "" };
  }
}

/** Processes that have a drill's mark, or that keep one: what must not be left. */
export function processesOf(drillId: string, folder: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    const marked = read(`/proc/${pid}/environ`).includes(`LOCKSMITH_DRILL=${drillId}`);
    return marked || read(`/proc/${pid}/cmdline`).includes(folder);
  });
}

/** PIDs of children of a process that are keepers of drills. */
export function keepersOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const parent = /\) \S (\d+) /.exec(read(`/proc/${name}/stat`))?.[1];
      return parent === String(pid) && read(`/proc/${name}/cmdline`).includes("drill-part\0keeper");
    })
    .map(Number);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function parse(text: string): Line | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

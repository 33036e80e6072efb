import type { ClearHands, ClearSignal } from "#lib/sources/kernel/clear/hands.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { FakeProc, type FakeProcess } from "#lib/sources/kernel/testing/fake-proc.ts";

const inode = 77;
export const key = `flock/fe:00:${inode}/0-EOF`;
const lineOf = (pid: number) => `FLOCK  ADVISORY  WRITE ${pid} fe:00:${inode} 0 EOF`;

/** A made-up host with one locked file, on which processes do what signals tell them unless a test says otherwise. */
export class FakeClear {
  readonly host = new FakeProc();
  readonly signals: string[] = [];
  /** Called before a signal has its usual effect; true: that effect does not come. */
  onSignal: (pid: number, signal: ClearSignal) => boolean = () => false;
  /** Who would go on if this process died now; null when nobody is watched. */
  watched: number[] | null = null;
  readonly #processes = new Map<number, FakeProcess & { termed?: boolean }>();
  #nowMs = 0;

  readonly hands: ClearHands = {
    proc: new ProcFs(this.host.root),
    selfPid: 900,
    monoMs: () => this.#nowMs,
    pause: async (ms) => {
      this.#nowMs += Math.max(ms, 1);
    },
    signal: (pid, signal) => this.#signal(pid, signal),
    startDeadMan: () => {
      this.watched = [];
      return {
        watch: (pid) => this.watched?.push(pid),
        dismiss: () => {
          this.watched = null;
        },
      };
    },
    tryFlock: async () => "free",
  };

  constructor() {
    this.host.write("aim.conf", "");
    this.put({ pid: 800, startTime: 50, ppid: 1 });
    this.put({ pid: 900, startTime: 60, ppid: 800 });
  }

  /** Starts a process that holds the lock as its taker `recordedPid` took it. */
  holder(pid: number, startTime: number, recordedPid = pid): void {
    this.put({
      pid,
      startTime,
      fds: { 3: { link: `${this.host.root}/aim.conf`, locks: [lineOf(recordedPid)] } },
    });
    this.#writeTable();
  }

  put(process: FakeProcess & { termed?: boolean }): void {
    this.#processes.set(process.pid, process);
    this.host.put(process);
    this.#writeTable();
  }

  change(pid: number, how: Partial<FakeProcess & { termed: boolean }>): void {
    const process = this.#processes.get(pid);
    if (process !== undefined) this.put({ ...process, ...how });
  }

  end(pid: number): void {
    this.#processes.delete(pid);
    this.host.end(pid);
    this.#writeTable();
  }

  state(pid: number): string | undefined {
    const process = this.#processes.get(pid);
    return process === undefined ? undefined : (process.state ?? "S");
  }

  #signal(pid: number, signal: ClearSignal): "sent" | "gone" {
    const process = this.#processes.get(pid);
    this.signals.push(`${signal} ${pid}`);
    if (process === undefined) return "gone";
    if (this.onSignal(pid, signal)) return "sent";
    if (signal === "SIGSTOP") this.change(pid, { state: "T" });
    if (signal === "SIGTERM") this.change(pid, { termed: true });
    if (signal === "SIGCONT") {
      if (process.termed === true) this.end(pid);
      else this.change(pid, { state: "S" });
    }
    if (signal === "SIGKILL") this.end(pid);
    return "sent";
  }

  /** The kernel forgets a lock with the last descriptor that has it. */
  #writeTable(): void {
    const lines = [...this.#processes.values()].flatMap((p) => p.fds?.[3]?.locks ?? []);
    this.host.locks(...new Set(lines));
  }
}

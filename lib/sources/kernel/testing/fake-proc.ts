import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface FakeDescriptor {
  link: string;
  /** Texts after `lock:` in its fdinfo. */
  locks?: readonly string[];
}

export interface FakeProcess {
  pid: number;
  startTime: number;
  ppid?: number;
  comm?: string;
  cmdline?: string;
  state?: string;
  processGroup?: number;
  session?: number;
  exe?: string;
  cgroup?: string;
  fds?: Record<number, FakeDescriptor>;
  /** Other threads with the descriptor table of each; null shares that of the process. */
  threads?: Record<number, Record<number, FakeDescriptor> | null>;
}

/** A made-up /proc in a folder of its own, for hosts that cannot be had in a test. */
export class FakeProc {
  readonly root = mkdtempSync(join(tmpdir(), "locksmith-proc-"));

  constructor(options: { pidNs?: string; nsPid?: string; mountOptions?: string; forks?: number } = {}) {
    const { pidNs = "4026531836", nsPid = "1", mountOptions = "rw", forks = 500 } = options;
    this.write("sys/kernel/random/boot_id", "0f0e0d0c-1111-2222-3333-444455556666\n");
    this.write("sys/kernel/osrelease", "6.18.0-test\n");
    this.write("sys/kernel/pid_max", "32768\n");
    this.write("stat", `cpu  1 2 3\nbtime 1700000000\nprocesses ${forks}\n`);
    this.write("uptime", "1000.00 2000.00\n");
    this.write("loadavg", "0.00 0.00 0.00 1/99 350\n");
    this.write("locks", "");
    this.write(
      "self/mountinfo",
      `22 1 254:0 / / rw - ext4 /dev/vda rw\n23 1 0:21 / /proc rw - proc proc ${mountOptions}\n`,
    );
    this.write("self/status", `Name:\tagent\nNSpid:\t${nsPid}\n`);
    this.write("self/fd/0", "");
    this.#ns("self", pidNs);
    this.put({ pid: 1, startTime: 1, comm: "init" });
    this.#ns("1", pidNs);
  }

  /** Writes one file of the tree, or replaces it. */
  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, text);
  }

  /** The text of /proc/locks; lines are numbered from 1. */
  locks(...lines: string[]): void {
    this.write("locks", lines.map((line, at) => `${at + 1}: ${line}\n`).join(""));
  }

  /** Starts a process, or another one under its number. */
  put(p: FakeProcess): void {
    this.end(p.pid);
    const { pid, comm = "test", ppid = 1, session = 1, processGroup = session } = p;
    const threads = Object.entries(p.threads ?? {});
    const zeros = "0 ".repeat(10);
    const stat = `${pid} (${comm}) ${p.state ?? "S"} ${ppid} ${processGroup} ${session} 0 -1 0 ${zeros}${threads.length + 1} 0 ${p.startTime} 0\n`;
    this.write(`${pid}/stat`, stat);
    for (const tid of [`${pid}`, ...threads.map(([tid]) => tid)]) this.write(`${pid}/task/${tid}/stat`, stat);
    this.write(`${pid}/cmdline`, p.cmdline ?? "");
    this.write(`${pid}/status`, "Name:\tx\nUid:\t0\t0\t0\t0\n");
    this.write(`${pid}/cgroup`, p.cgroup ?? "0::/\n");
    if (p.exe !== undefined) symlinkSync(p.exe, join(this.root, `${pid}/exe`));
    this.#table(`${pid}`, p.fds ?? {});
    this.#table(`${pid}/task/${pid}`, p.fds ?? {});
    for (const [tid, table] of threads) this.#table(`${pid}/task/${tid}`, table ?? p.fds ?? {});
  }

  end(pid: number): void {
    rmSync(join(this.root, `${pid}`), { recursive: true, force: true });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #ns(process: string, pidNs: string): void {
    mkdirSync(join(this.root, process, "ns"), { recursive: true });
    symlinkSync(`pid:[${pidNs}]`, join(this.root, process, "ns/pid"));
  }

  #table(base: string, fds: Record<number, FakeDescriptor>): void {
    mkdirSync(join(this.root, base, "fd"), { recursive: true });
    for (const [fd, { link, locks = [] }] of Object.entries(fds)) {
      symlinkSync(link, join(this.root, base, "fd", fd));
      const lines = locks.map((line, at) => `lock:\t${at + 1}: ${line}\n`).join("");
      this.write(`${base}/fdinfo/${fd}`, `pos:\t0\nflags:\t0100001\nmnt_id:\t24\nino:\t1\n${lines}`);
    }
  }
}

import { afterEach, describe, expect, test } from "vitest";
import { judgeKernelLock } from "#lib/domain/verdict-kernel.ts";
import type { LockFacts } from "./describe.ts";
import { ProcFs } from "./procfs.ts";
import { KernelScanner, type ScannerOptions } from "./scanner.ts";
import { FakeProc } from "./testing/fake-proc.ts";

let fake = new FakeProc();
afterEach(() => {
  fake.remove();
  fake = new FakeProc();
});

function scannerOf(options: Partial<ScannerOptions> = {}, proc = fake) {
  const clock = { ms: 0, monoMs: () => clock.ms };
  const scanner = new KernelScanner({
    node: "node-7",
    clock,
    proc: new ProcFs(proc.root),
    user: { uid: 0, groups: [] },
    ...options,
  });
  return { scanner, clock };
}

const verdictOf = (facts: LockFacts | undefined) =>
  facts && judgeKernelLock(facts, { node: "node-7", observedAt: 0 }).verdict;

const line = (pid: number, mode = "WRITE") => `FLOCK  ADVISORY  ${mode} ${pid} fe:00:42 0 EOF`;
const onFile = (pid: number) => ({ 3: { link: "/etc/aim_lock_config.conf", locks: [line(pid)] } });

/** `flock FILE sleep 600`, seen while both live; then flock(1) is killed and `sleep` is given to init. */
function orphanStory() {
  fake.locks(line(200));
  fake.put({ pid: 200, startTime: 500, comm: "flock", exe: "/usr/bin/flock", fds: onFile(200) });
  fake.put({ pid: 201, startTime: 500, ppid: 200, comm: "sleep", exe: "/usr/bin/sleep", fds: onFile(200) });
  const { scanner, clock } = scannerOf();
  const first = scanner.scan();
  fake.end(200);
  fake.put({ pid: 201, startTime: 500, ppid: 1, comm: "sleep", exe: "/usr/bin/sleep", fds: onFile(200) });
  clock.ms = 2_000;
  return { scanner, clock, first };
}

describe("a taker that dies", () => {
  test("leaves an orphan to its child, although no byte of the table changed", () => {
    const { scanner, first } = orphanStory();
    expect(first.changed.map((l) => [l.resource, l.path, verdictOf(l)])).toEqual([
      ["aim_lock_config.conf", "/etc/aim_lock_config.conf", "live"],
    ]);
    const [lock, ...rest] = scanner.scan().changed;
    expect(rest).toEqual([]);
    expect(verdictOf(lock)).toBe("orphan");
    expect(lock?.takers).toMatchObject([{ recordedPid: 200, status: "gone", process: { pid: 200 } }]);
    expect(lock?.holders).toMatchObject([
      { process: { pid: 201 }, relation: "younger-than-taker", reparented: true, parent: "init" },
    ]);
  });

  test("whose number is given to another process: that one is never blamed", () => {
    const { scanner, clock } = orphanStory();
    scanner.scan();
    fake.put({ pid: 200, startTime: 99_000, comm: "vi", cmdline: "vi\0notes\0" });
    clock.ms = 4_000;
    scanner.scan();
    const lock = scanner.locks()[0];
    expect(lock?.takers).toMatchObject([
      { status: "reused", process: { command: "[flock]", startTime: 500 } },
    ]);
    expect(JSON.stringify(lock)).not.toContain("notes");
    expect(verdictOf(lock)).toBe("orphan");
  });

  test("is not taken for another that gets its number between the search and the reading of who it is", () => {
    fake.locks(line(200));
    fake.put({ pid: 200, startTime: 500, comm: "flock", fds: onFile(200) });
    class Racing extends ProcFs {
      override list(path: string) {
        const names = super.list(path);
        // The last that a search reads.
        if (path === "200/task") fake.put({ pid: 200, startTime: 99_000, comm: "vi" });
        return names;
      }
    }
    const { scanner } = scannerOf({ proc: new Racing(fake.root) });
    expect(scanner.scan().changed[0]?.holders).toEqual([]);
  });

  test("is not shown under its number when a scan begins after it was reused", () => {
    const wrapped = new FakeProc({ forks: 90_000 });
    wrapped.locks(line(200));
    wrapped.put({ pid: 201, startTime: 500, comm: "sleep", fds: onFile(200) });
    wrapped.put({ pid: 200, startTime: 90_000, comm: "vi" });
    const { scanner } = scannerOf({}, wrapped);
    expect(verdictOf(scanner.scan().changed[0])).toBe("suspect");
    wrapped.remove();
  });

  test("and a zombie is as dead as one that is gone", () => {
    const { scanner } = orphanStory();
    fake.put({ pid: 200, startTime: 500, comm: "flock", state: "Z" });
    expect(verdictOf(scanner.scan().changed[0])).toBe("orphan");
  });
});

describe("without having seen the taker alive", () => {
  test("the order of PIDs tells a script that opened the file from an heir, while PIDs have not wrapped", () => {
    fake.locks(line(300));
    fake.put({ pid: 290, startTime: 500, comm: "bash", fds: onFile(300) });
    expect(verdictOf(scannerOf().scanner.scan().changed[0])).toBe("live");
    fake.end(290);
    fake.put({ pid: 310, startTime: 510, comm: "sleep", fds: onFile(300) });
    expect(verdictOf(scannerOf().scanner.scan().changed[0])).toBe("orphan");
  });

  test("a process that made a session of its own is a daemon, not an orphan", () => {
    fake.locks(line(300));
    fake.put({ pid: 310, startTime: 510, session: 310, comm: "daemon", fds: onFile(300) });
    expect(verdictOf(scannerOf().scanner.scan().changed[0])).toBe("live");
  });

  test("PIDs that wrapped tell nothing: suspect, but never an orphan", () => {
    const wrapped = new FakeProc({ forks: 90_000 });
    wrapped.locks(line(300));
    wrapped.put({ pid: 310, startTime: 510, comm: "sleep", fds: onFile(300) });
    expect(verdictOf(scannerOf({}, wrapped).scanner.scan().changed[0])).toBe("suspect");
    wrapped.remove();
  });
});

describe("finding holders", () => {
  test("in the table of a single thread, also when it has as many descriptors as its process", () => {
    fake.locks(line(300));
    const other = { 3: { link: "/etc/hosts" } };
    fake.put({ pid: 300, startTime: 500, fds: other, threads: { 301: null, 302: onFile(300) } });
    const [lock] = scannerOf().scanner.scan().changed;
    expect(lock).toMatchObject({ searched: "threads", path: "/etc/aim_lock_config.conf" });
    expect(verdictOf(lock)).toBe("live");
  });

  test("of a lock on a pipe, a socket or a file that was deleted", () => {
    const on = (inode: number) => `FLOCK  ADVISORY  WRITE 300 00:0d:${inode} 0 EOF`;
    fake.locks(on(7), on(8), on(9));
    fake.put({
      pid: 300,
      startTime: 500,
      fds: {
        3: { link: "pipe:[7]", locks: [on(7)] },
        4: { link: "socket:[8]", locks: [on(8)] },
        5: { link: "/run/x.conf (deleted)", locks: [on(9)] },
        6: { link: "anon_inode:[eventpoll]" },
      },
    });
    const { changed } = scannerOf().scanner.scan();
    expect(changed.map((l) => [l.resource, l.path, l.holders.length])).toEqual([
      ["inode 00:0d:7", null, 1],
      ["inode 00:0d:8", null, 1],
      ["x.conf", "/run/x.conf (deleted)", 1],
    ]);
    expect(changed[0]?.pathUnknownReason).toBe("The descriptor is not a file with a path.");
  });

  test("a process that starts later and inherits the descriptor is found without a change of the table", () => {
    const { scanner } = orphanStory();
    scanner.scan();
    fake.put({ pid: 400, startTime: 700, ppid: 201, comm: "child", fds: onFile(200) });
    expect(scanner.scan().changed[0]?.holders.map((h) => h.process.pid)).toEqual([201, 400]);
  });

  test("nobody has it: a ghost, with an honest reason for the missing path", () => {
    fake.locks(line(300));
    const [lock] = scannerOf().scanner.scan().changed;
    expect(verdictOf(lock)).toBe("ghost");
    expect(lock).toMatchObject({ path: null, misses: 2, resource: "inode fe:00:42" });
    expect(lock?.pathUnknownReason).toContain("on ext4 at /");
  });

  test("readers of one lock each have their own taker", () => {
    fake.locks(line(300, "READ"), line(301, "READ"));
    const reading = (pid: number) => ({ 3: { link: "/etc/a.conf", locks: [line(pid, "READ")] } });
    fake.put({ pid: 300, startTime: 500, fds: reading(300) });
    fake.put({ pid: 310, startTime: 510, fds: reading(301) });
    const [lock] = scannerOf().scanner.scan().changed;
    expect(lock?.mode).toBe("shared");
    expect(lock?.takers.map((t) => [t.recordedPid, t.status])).toEqual([
      [300, "holds"],
      [301, "gone"],
    ]);
    expect(verdictOf(lock)).toBe("live");
  });
});

describe("from scan to scan", () => {
  test("nothing is said while nothing changed, and what is gone is named", () => {
    const { scanner } = orphanStory();
    scanner.scan();
    expect(scanner.scan()).toMatchObject({ changed: [], gone: [], full: false });
    fake.locks();
    expect(scanner.scan()).toMatchObject({ changed: [], gone: ["flock/fe:00:42/0-EOF"] });
    expect(scanner.locks()).toEqual([]);
  });

  test("a search for one lock's holder is no news about the others", () => {
    const { scanner, clock } = orphanStory();
    scanner.scan();
    const other = "POSIX  ADVISORY  WRITE 500 fe:00:77 0 EOF";
    fake.put({ pid: 500, startTime: 800, fds: { 4: { link: "/etc/b.conf", locks: [other] } } });
    fake.locks(line(200), other);
    expect(scanner.scan().changed.map((l) => l.resource)).toEqual(["b.conf"]);
    scanner.scan({ full: true });
    fake.locks(line(200), other, "FLOCK  ADVISORY  WRITE 600 fe:00:78 0 EOF");
    const third = scanner.scan();
    expect([third.full, third.changed.map((l) => l.key)]).toEqual([true, ["flock/fe:00:78/0-EOF"]]);
    for (clock.ms = 100_000; clock.ms < 400_000; clock.ms += 100_000) {
      expect(scanner.scan().full).toBe(true);
    }
    expect(scanner.scan({ full: true }).changed).toEqual([]);
  });

  test("a holder that runs another program by now is shown with that", () => {
    const { scanner, clock } = orphanStory();
    scanner.scan();
    fake.write("201/cmdline", "tail\0-f\0/dev/null\0");
    clock.ms = 100_000;
    expect(scanner.scan().changed[0]?.holders[0]?.process.command).toBe("tail -f /dev/null");
  });

  test("a waiter that comes and goes is a change of the lock", () => {
    const { scanner } = orphanStory();
    scanner.scan();
    fake.write("locks", `1: ${line(200)}\n1: -> ${line(1)}\n`);
    expect(scanner.scan().changed[0]?.waiters).toMatchObject([{ pid: 1, process: { command: "[init]" } }]);
    fake.locks(line(200));
    expect(scanner.scan().changed[0]?.waiters).toEqual([]);
  });
});

describe("what cannot be seen is said", () => {
  test("in a child PID namespace: no verdict of death, and locks that the table hides are found", () => {
    const child = new FakeProc({ pidNs: "4026532999" });
    child.put({ pid: 12, startTime: 500, fds: onFile(0) });
    const result = scannerOf({}, child).scanner.scan();
    expect(result.limitations.map((l) => l.code)).toContain("child-pid-namespace");
    expect(result.changed[0]).toMatchObject({ scope: "child-namespace", takers: [{ recordedPid: 0 }] });
    expect(verdictOf(result.changed[0])).toBe("unknown");
    child.remove();
  });

  test("with hidepid an absent process is not a dead one", () => {
    const hidden = new FakeProc({ mountOptions: "rw,hidepid=invisible" });
    hidden.locks(line(300));
    const result = scannerOf({ user: { uid: 1000, groups: [1000] } }, hidden).scanner.scan();
    expect(result.limitations.map((l) => l.code)).toContain("hidden-processes");
    expect(result.changed[0]?.takers).toMatchObject([{ status: "unreadable" }]);
    expect(verdictOf(result.changed[0])).toBe("unknown");
    hidden.remove();
  });

  test("lines that no kernel prints are counted, the others read", () => {
    fake.write("locks", `1: ${line(300)}\nnot a lock\n`);
    const result = scannerOf().scanner.scan();
    expect(result.changed).toHaveLength(1);
    expect(result.limitations).toMatchObject([{ code: "malformed-lines" }]);
  });
});

test("names from the host are shown safely", () => {
  fake.locks(line(300));
  const evil = { 3: { link: "/etc/a\u202e\n<b>.conf", locks: [line(300)] } };
  fake.put({ pid: 300, startTime: 500, comm: "x) S 1 (y", cmdline: "a\0\u001b[31mb\0", fds: evil });
  const [lock] = scannerOf().scanner.scan().changed;
  expect(lock?.resource).toBe("a\\u{202e}\\n<b>.conf");
  expect(lock?.holders[0]?.process.command).toBe("a \\x1b[31mb");
});

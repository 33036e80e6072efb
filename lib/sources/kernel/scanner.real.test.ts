import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Limitation } from "#lib/contract/rows.ts";
import { judgeKernelLock } from "#lib/domain/verdict-kernel.ts";
import type { LockFacts } from "./describe.ts";
import { readHostView, readUptimeTicks } from "./host-view.ts";
import { ProcFs } from "./procfs.ts";
import { has, nextLine, RealHost, until } from "./testing/real-host.ts";

let host: RealHost;
beforeEach(() => {
  host = new RealHost();
});
afterEach(() => host.end());

const judge = (lock: LockFacts) => judgeKernelLock(lock, { node: "here", observedAt: 0 });
const verdictOf = (lock: LockFacts) => judge(lock).verdict;
const isRoot = process.getuid?.() === 0;
const root = test.skipIf(!isRoot);
const firstNamespace = readHostView(new ProcFs(), { uid: 0, groups: [] }).scope === "host";
const onHost = test.skipIf(!firstNamespace);
const printScan = fileURLToPath(new URL("./testing/print-scan.ts", import.meta.url));

/** A program in Perl, which every Debian has, that runs CODE, says so, and waits for its input to end. */
const perl = (code: string) => [
  "-e",
  `use Fcntl ":DEFAULT", ":flock"; ${code}; $| = 1; print "ready\\n"; <STDIN>`,
];
const lockPacked = 'my $l = pack("s s x4 q q l x4", F_WRLCK, 0, 0, 0, 0)';

/** Start times of processes are counted in ticks: two in one tick could not be told apart. */
function nextTick(): Promise<unknown> {
  const proc = new ProcFs();
  const now = readUptimeTicks(proc);
  return until("the next tick of the kernel's clock", () => readUptimeTicks(proc) > now + 1 || null);
}

describe("flock(1) killed with -9", () => {
  onHost("leaves an orphan within two scans: dead taker, and sleep as true holder", async () => {
    const taker = host.start("flock", [host.file("aim_lock_config.conf"), "sleep", "600"]);
    const alive = await host.scanUntil("aim_lock_config.conf", (l) => l.holders.length === 2);
    expect(verdictOf(alive.lock)).toBe("live");
    const sleeper = alive.lock.holders.find((h) => h.relation === "younger-than-taker")?.process;
    host.alsoEnd(sleeper?.pid);
    taker.kill("SIGKILL");
    await until("the death of flock", () => taker.signalCode);
    const { lock, scans } = await host.scanUntil("aim_lock_config.conf", (l) => verdictOf(l) === "orphan");
    expect(scans).toBeLessThanOrEqual(2);
    expect(lock.takers).toMatchObject([
      { recordedPid: taker.pid, status: "gone", seenStartTime: expect.any(Number) },
    ]);
    expect(lock.holders).toMatchObject([
      { process: { pid: sleeper?.pid, command: "sleep 600" }, reparented: true },
    ]);
    expect(judge(lock).sentence).toContain(`PID ${taker.pid}, is gone; \`sleep\` (PID ${sleeper?.pid})`);
  });

  onHost("between two scans, so that the taker was never seen: an heir is told from a shell", async () => {
    host.scanner.scan();
    await nextTick();
    const taker = host.start("flock", [host.file("quick.conf"), "sh", "-c", "echo held; sleep 600; true"]);
    await nextLine(taker);
    taker.kill("SIGKILL");
    await until("the death of flock", () => taker.signalCode);
    const { lock } = await host.scanUntil("quick.conf", (l) => l.searched === "threads");
    for (const holder of lock.holders) host.alsoEnd(holder.process.pid);
    expect(lock.takers).toMatchObject([{ recordedPid: taker.pid, status: "gone", seenStartTime: null }]);
    expect(lock.holders.length).toBeGreaterThan(0);
    for (const holder of lock.holders) expect(holder.relation).toBe("younger-than-taker");
  });

  onHost(
    "seen only afterwards is an orphan, or in doubt when PIDs have wrapped, but never live",
    async () => {
      const taker = host.start("flock", [host.file("late.conf"), "sleep", "600"]);
      const other = new RealHost();
      const { lock } = await host.scanUntil("late.conf", (l) => l.holders.length === 2);
      host.alsoEnd(lock.holders[1]?.process.pid);
      taker.kill("SIGKILL");
      await until("the death of flock", () => taker.signalCode);
      other.scanner.scan();
      const late = other.scanner.locks().find((l) => l.key === lock.key);
      expect(["orphan", "suspect"]).toContain(late && verdictOf(late));
      await other.end();
    },
  );
});

test("the shell idiom is a live lock: the shell that opened the file holds it, flock(1) only helped", async () => {
  const file = host.file("idiom.conf");
  const shell = host.start("bash", ["-c", `exec 9>"${file}"; echo open; read; flock 9; echo ready; read`]);
  expect(await nextLine(shell)).toBe("open");
  await nextTick();
  host.scanner.scan();
  shell.stdin?.write("\n");
  expect(await nextLine(shell)).toBe("ready");
  const { lock } = await host.scanUntil("idiom.conf", (l) => l.searched === "threads");
  expect(lock.takers[0]?.recordedPid).not.toBe(shell.pid);
  expect(lock.holders).toMatchObject([{ process: { pid: shell.pid }, relation: "older-than-taker" }]);
  expect(verdictOf(lock)).toBe("live");
});

describe("every type of lock", () => {
  test("POSIX, with one who waits", async () => {
    const file = host.file("posix.conf");
    const take = (wait: string) =>
      perl(`open(my $f, "+<", "${file}"); ${lockPacked}; fcntl($f, ${wait}, $l) or die $!`);
    const holder = host.start("perl", take("F_SETLK"));
    await nextLine(holder);
    const waiter = host.start("perl", take("F_SETLKW"));
    const { lock } = await host.scanUntil("posix.conf", (l) => l.waiters.length === 1);
    expect(lock).toMatchObject({ type: "posix", mode: "exclusive", waiters: [{ pid: waiter.pid }] });
    expect(lock.holders).toMatchObject([{ process: { pid: holder.pid }, relation: "is-taker" }]);
    expect(verdictOf(lock)).toBe("live");
  });

  test("OFD, for which the kernel records PID −1", async () => {
    const file = host.file("ofd.conf");
    // 37 is F_OFD_SETLK, which Perl has no name for.
    const holder = host.start(
      "perl",
      perl(`open(my $f, "+<", "${file}"); ${lockPacked}; fcntl($f, 37, $l) or die $!`),
    );
    await nextLine(holder);
    const { lock } = await host.scanUntil("ofd.conf", (l) => l.holders.length === 1);
    expect(lock).toMatchObject({ type: "ofd", takers: [{ recordedPid: -1, status: "none" }] });
    expect(lock.holders[0]?.process.pid).toBe(holder.pid);
    expect(verdictOf(lock)).toBe("live");
  });

  test("a file lease", async () => {
    const file = host.file("lease.conf");
    // 1024 is F_SETLEASE.
    const holder = host.start(
      "perl",
      perl(`open(my $f, "<", "${file}"); fcntl($f, 1024, F_RDLCK) or die $!`),
    );
    await nextLine(holder);
    const { lock } = await host.scanUntil("lease.conf", (l) => l.holders.length === 1);
    expect(lock).toMatchObject({ type: "file-lease", mode: "shared" });
    expect(lock.holders[0]?.process.pid).toBe(holder.pid);
  });
});

describe("where descriptors hide", () => {
  const python = test.skipIf(!has("python3"));

  python("a thread with a descriptor table of its own is searched", async () => {
    const file = host.file("thread.conf");
    const code = `
import ctypes, fcntl, sys, threading
def work():
    assert ctypes.CDLL(None).unshare(0x400) == 0
    f = open("${file}", "w"); fcntl.flock(f, fcntl.LOCK_EX); print("ready", flush=True); threading.Event().wait()
threading.Thread(target=work, daemon=True).start(); sys.stdin.read()`;
    const holder = host.start("python3", ["-c", code]);
    expect(await nextLine(holder)).toBe("ready");
    const { lock } = await host.scanUntil("thread.conf", (l) => l.holders.length === 1);
    expect(lock.holders[0]?.process.command).toContain("python3");
    expect(lock.takers).toMatchObject([{ status: "holds" }]);
  });

  const inFlight = (file: string, after: string) => `
import fcntl, os, socket, sys
a, b = socket.socketpair()
if ${after === "sender gone" ? "os.fork() == 0" : "True"}:
    f = open("${file}", "w"); fcntl.flock(f, fcntl.LOCK_EX)
    socket.send_fds(a, [b"x"], [f.fileno()]); f.close(); print(os.stat("${file}").st_ino, flush=True)
    if ${after === "sender gone" ? "True" : "False"}: os._exit(0)
sys.stdin.read()`;
  const rootPython = test.skipIf(!has("python3") || !isRoot || !firstNamespace);

  rootPython.each([
    ["sender alive", "unknown", "may be on its way through a UNIX socket"],
    ["sender gone", "ghost", "Held by nobody that can be reached"],
  ])(
    "a descriptor in flight in a UNIX socket, %s: %s, in words that do not claim more",
    async (after, verdict, words) => {
      const holder = host.start("python3", ["-c", inFlight(host.file("flight.conf"), after)]);
      const inode = await nextLine(holder);
      const lock = await until("the ghost", () => {
        host.scanner.scan();
        const found = host.scanner.locks().find((l) => l.key.includes(`:${inode}/`));
        return found !== undefined && verdictOf(found) === verdict ? found : null;
      });
      expect(judge(lock).sentence).toContain(words);
      expect(
        judge(lock)
          .evidence.map((e) => e.text)
          .join("\n"),
      ).toContain("No match does not mean no holder");
      expect(lock).toMatchObject({
        path: null,
        holders: [],
        pathUnknownReason: expect.stringContaining(inode),
      });
    },
  );
});

describe("seen from elsewhere", () => {
  interface Seen {
    locks: LockFacts[];
    limitations: Limitation[];
  }
  const unshared = ["-p", "-f", "--mount-proc", "--kill-child"];
  const namespaces = test.skipIf(!isRoot || !firstNamespace || !has("unshare", [...unshared, "true"]));

  namespaces(
    "inside a child PID namespace it says what it cannot see; outside, the holder is found",
    async () => {
      const file = host.file("contained.conf");
      const script = `flock "${file}" sleep 600 & taker=$!; read; kill -9 $taker; wait $taker; "$0" "$1"; read`;
      const inside = host.start("unshare", [...unshared, "bash", "-c", script, process.execPath, printScan]);
      const before = await host.scanUntil("contained.conf", (l) => l.holders.length === 2);
      expect(before.lock.takers).toMatchObject([{ status: "holds" }]);
      inside.stdin?.write("\n");
      const seen = JSON.parse(await nextLine(inside)) as Seen;
      expect(seen.limitations.map((l) => l.code)).toContain("child-pid-namespace");
      const contained = seen.locks.find((l) => l.path === file);
      expect(contained).toMatchObject({ scope: "child-namespace", takers: [{ recordedPid: 0 }] });
      expect(contained && verdictOf(contained)).toBe("unknown");
      const { lock } = await host.scanUntil("contained.conf", (l) => verdictOf(l) === "orphan");
      expect(lock.holders).toMatchObject([{ process: { command: "sleep 600" } }]);
    },
  );

  root(
    "a user without rights says how many processes it could not read, and judges nothing dead",
    async () => {
      const holder = host.start("flock", [host.file("private.conf"), "sleep", "600"]);
      const { lock } = await host.scanUntil("private.conf", (l) => l.holders.length === 2);
      host.alsoEnd(lock.holders.find((h) => h.process.pid !== holder.pid)?.process.pid);
      const seen = JSON.parse(
        await nextLine(host.start(process.execPath, [printScan], { uid: 65_534 })),
      ) as Seen;
      expect(seen.limitations.map((l) => l.code)).toContain("unreadable-processes");
      const closed = seen.locks.find((l) => l.key === lock.key);
      expect(closed).toMatchObject({
        path: null,
        holders: [],
        takers: [{ recordedPid: holder.pid, status: "unreadable" }],
      });
      expect(closed && verdictOf(closed)).toBe("unknown");
    },
  );
});

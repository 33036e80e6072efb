import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { judgeKernelLock } from "#lib/domain/verdict-kernel.ts";
import type { KeptTakers } from "./kept-takers.ts";
import { ProcFs } from "./procfs.ts";
import { KernelScanner } from "./scanner.ts";
import { FakeProc } from "./testing/fake-proc.ts";

/** So many processes were started that a bare PID tells nothing. */
const wrapped = { forks: 90_000 };
let fake = new FakeProc(wrapped);
beforeEach(() => {
  fake.remove();
  fake = new FakeProc(wrapped);
});
afterEach(() => fake.remove());

const clock = { monoMs: () => 0 };
const scannerOf = (kept: KeptTakers | null = null) =>
  new KernelScanner({
    node: "node-7",
    clock,
    proc: new ProcFs(fake.root),
    user: { uid: 0, groups: [] },
    kept,
  });

const line = (pid: number, mode = "WRITE") => `FLOCK  ADVISORY  ${mode} ${pid} fe:00:42 0 EOF`;
const onFile = (pid: number, mode = "WRITE") => ({ 3: { link: "/etc/a.conf", locks: [line(pid, mode)] } });
const taker = (more = {}) =>
  fake.put({ pid: 200, startTime: 500, comm: "flock", exe: "/usr/bin/flock", fds: onFile(200), ...more });
const heir = (more = {}) =>
  fake.put({ pid: 201, startTime: 500, ppid: 200, exe: "/usr/bin/sleep", fds: onFile(200), ...more });
const started = (more: number) =>
  fake.write("stat", `cpu  1 2 3\nbtime 1700000000\nprocesses ${wrapped.forks + more}\n`);

/** `flock FILE sleep 600` as an agent sees it before it is stopped; as JSON, as its disk has it. */
function seenAlive(): KeptTakers {
  fake.locks(line(200));
  taker();
  heir();
  const scanner = scannerOf();
  scanner.scan();
  return JSON.parse(JSON.stringify(scanner.keep())) as KeptTakers;
}

function takerDies(): void {
  fake.end(200);
  heir({ ppid: 1 });
}

function verdict(kept: KeptTakers | null) {
  const scanner = scannerOf(kept);
  scanner.scan();
  const lock = scanner.locks()[0];
  return lock && judgeKernelLock(lock, { node: "node-7", observedAt: 0 }).verdict;
}

describe("a scanner that begins after the taker died", () => {
  test("knows the orphan by what an earlier one kept, and only by that", () => {
    const kept = seenAlive();
    takerDies();
    started(300);
    expect(verdict(null)).toBe("suspect");
    expect(verdict(kept)).toBe("orphan");
  });

  test("hands on what it was given", () => {
    const kept = seenAlive();
    takerDies();
    const second = scannerOf(kept);
    second.scan();
    expect(verdict(second.keep())).toBe("orphan");
  });

  test("knows one whose taker is still there, and dies later without its line", () => {
    const kept = seenAlive();
    taker({ fds: {} });
    const scanner = scannerOf(kept);
    scanner.scan();
    expect(scanner.locks()[0]?.takers).toMatchObject([{ seenStartTime: 500 }]);
    takerDies();
    scanner.scan();
    const lock = scanner.locks()[0];
    expect(lock && judgeKernelLock(lock, { node: "node-7", observedAt: 0 }).verdict).toBe("orphan");
  });
});

describe("what an earlier scanner kept is not believed", () => {
  const stays = (change: (kept: KeptTakers) => KeptTakers | undefined) => {
    const kept = seenAlive();
    takerDies();
    expect(verdict(change(kept) ?? kept)).toBe("suspect");
  };

  test("after a reboot", () =>
    stays((kept) => {
      fake.write("sys/kernel/random/boot_id", "ffffffff-1111-2222-3333-444455556666\n");
      return kept;
    }));

  test("in another PID namespace", () => stays((kept) => ({ ...kept, pidNs: "4026532999" })));

  test("without a boot id", () => {
    const kept = seenAlive();
    takerDies();
    fake.write("sys/kernel/random/boot_id", "");
    expect(verdict({ ...kept, bootId: "" })).toBe("suspect");
  });

  test("when the recorded PID belongs to another process by now", () =>
    stays((kept) => {
      fake.put({ pid: 200, startTime: 90_000, comm: "vi" });
      return kept;
    }));

  test("when so many processes were started meanwhile that the PID may have come up twice", () =>
    stays((kept) => {
      started(32_000);
      return kept;
    }));

  test("when the count of processes goes back, as after a restored checkpoint", () =>
    stays((kept) => {
      started(-10);
      return kept;
    }));

  test("when somebody holds it now who was not seen to: it may have been taken anew under the same number", () =>
    stays((kept) => {
      fake.put({ pid: 700, startTime: 80_000, fds: onFile(200) });
      return kept;
    }));

  test("when the heir's number belongs to another holder now", () =>
    stays((kept) => {
      heir({ ppid: 1, startTime: 80_000 });
      return kept;
    }));

  test("when it is a shared lock by now", () =>
    stays((kept) => {
      fake.locks(line(200, "READ"));
      heir({ ppid: 1, fds: onFile(200, "READ") });
      return kept;
    }));

  test("when it is recorded for another PID", () =>
    stays((kept) => {
      fake.locks(line(300));
      heir({ ppid: 1, fds: onFile(300) });
      return kept;
    }));

  test("when a taker is told under another number than its own", () =>
    stays(({ locks, ...kept }) => ({
      ...kept,
      locks: locks.map((lock) => ({
        ...lock,
        entries: lock.entries.map((entry) => ({
          ...entry,
          taker: entry.taker === null ? null : { ...entry.taker, pid: 9 },
        })),
      })),
    })));
});

test("nothing is kept of a lock that only its taker holds, or of one that cannot be inherited", () => {
  fake.locks(line(200), "POSIX  ADVISORY  WRITE 300 fe:00:77 0 EOF");
  taker();
  fake.put({ pid: 300, startTime: 510 });
  const scanner = scannerOf();
  scanner.scan();
  expect(scanner.keep()).toMatchObject({ locks: [] });
});

test("in a child PID namespace nothing is kept", () => {
  const child = new FakeProc({ pidNs: "4026532999" });
  const scanner = new KernelScanner({ node: "n", clock, proc: new ProcFs(child.root) });
  scanner.scan();
  expect(scanner.keep()).toBeNull();
  child.remove();
});

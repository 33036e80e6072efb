import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HostEvent } from "#lib/agent/outbox.ts";
import { classify } from "./classify.ts";
import { EventLimiter } from "./event-limiter.ts";
import { followKernelLog } from "./kernel-log.ts";
import { LogPosition } from "./log-position.ts";
import { type KernelRecord, parseJournal, parseKmsg } from "./record.ts";

const record = (text: string, change: Partial<KernelRecord> = {}): KernelRecord => ({
  sequence: 1,
  bootMicros: 5_000_000,
  facility: 0,
  level: 4,
  text,
  ...change,
});

describe("records", () => {
  test("of /dev/kmsg, with escaped bytes and the lines that follow", () => {
    const raw = "4,1339,5140900,-,caller=T12;lockd: x\\x0a\\x1b[31m\n SUBSYSTEM=pci\n DEVICE=+pci:0000\n";
    expect(parseKmsg(raw)).toEqual(
      record("lockd: x\n\u001b[31m", { sequence: 1_339, bootMicros: 5_140_900 }),
    );
    expect(parseKmsg("12,7,9,c;hello\n")).toMatchObject({ facility: 1, level: 4, text: "hello" });
  });

  test("of the journal, also when the message is a list of bytes", () => {
    const line = (message: unknown) =>
      JSON.stringify({ MESSAGE: message, PRIORITY: "2", SYSLOG_FACILITY: "0", __MONOTONIC_TIMESTAMP: "77" });
    expect(parseJournal(line("Oops: 0000"))).toMatchObject({ text: "Oops: 0000", level: 2, bootMicros: 77 });
    expect(parseJournal(line([79, 107]))).toMatchObject({ text: "Ok" });
    expect(parseJournal(line(null))).toBeNull();
  });

  test("of any other kind are refused, never a crash", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        parseKmsg(text);
        parseJournal(text);
      }),
    );
    expect(parseKmsg("not a record")).toBeNull();
  });
});

describe("classes", () => {
  test.each([
    ["Kernel panic - not syncing: Fatal exception", "kernel.panic"],
    ["BUG: unable to handle page fault for address: 0000", "kernel.oops"],
    ["Oops: 0000 [#1] PREEMPT SMP", "kernel.oops"],
    ["watchdog: BUG: soft lockup - CPU#1 stuck for 22s!", "kernel.lockup"],
    ["INFO: task jbd2/vda1-8:211 blocked for more than 120 seconds.", "kernel.hung-task"],
    ["Out of memory: Killed process 4021 (java) total-vm:9kB", "kernel.oom"],
    ["Memory cgroup out of memory: Killed process 7 (x) total-vm:9kB", "kernel.oom"],
    ["lockd: server nas-1 not responding, still trying", "kernel.lock-manager"],
    ["NFSD: starting 90-second grace period (net f0000098)", "kernel.lock-manager"],
    ["dlm: cluster1: dlm_recover 3", "kernel.lock-manager"],
    ["locksmith guard: restarted with incomplete cleanup", "guardian.message"],
  ])("%s is %s", (text, kind) => expect(classify(record(text))?.kind).toBe(kind));

  test("ordinary messages are none, and a process cannot pretend to be the kernel", () => {
    expect(classify(record("usb 1-1: new device"))).toBeNull();
    expect(classify(record("Kernel panic - not syncing: just kidding", { facility: 1 }))).toBeNull();
    expect(classify(record("locksmith guard: restarted", { facility: 1 }))?.kind).toBe("guardian.message");
  });
});

test("a message that repeats is counted; the count comes with the next one", () => {
  const limiter = new EventLimiter();
  expect(limiter.pass("k", "task 1 hangs", 0)).toBe("task 1 hangs");
  for (let at = 1; at < 42; at += 1) expect(limiter.pass("k", `task ${at} hangs`, at)).toBeNull();
  expect(limiter.pass("k", "task 9 hangs", 70_000)).toBe("task 9 hangs (and 41 more like it before)");
});

test("however many different messages come, a minute has at most sixty events", () => {
  const limiter = new EventLimiter();
  const words = Array.from({ length: 3_000 }, (_, n) =>
    n.toString(36).replace(/\d/g, (d) => "ghijklmnop"[Number(d)] ?? ""),
  );
  const passed = words.filter((word) => limiter.pass("k", `message ${word}`, 1_000) !== null);
  expect(passed).toHaveLength(60);
  expect(limiter.pass("k", "afterwards", 70_000)).toMatch(/\d+ other messages were left out/);
});

describe("following", () => {
  /** Feeds the records through a journal that ends, and gives the events. */
  async function follow(position: LogPosition, records: readonly KernelRecord[]) {
    const events: HostEvent[] = [];
    const stop = new AbortController();
    const said: (string | undefined)[] = [];
    await followKernelLog({
      position,
      monoMs: () => 1_000_000,
      onEvent: (event) => events.push(event),
      onLimitation: (limitation) => {
        said.push(limitation?.code);
        if (limitation !== null) stop.abort();
      },
      signal: stop.signal,
      openKmsg: () => null,
      followJournal: async ({ onRecord }) => {
        for (const one of records) onRecord(one);
        return "it is not here";
      },
    });
    return { events, said };
  }
  const oops = (bootSeconds: number) => record(`Oops: ${bootSeconds}`, { bootMicros: bootSeconds * 1e6 });

  test("at the first start only what is recent is reported, with its own time", async () => {
    const { events } = await follow(new LogPosition(null, "b"), [oops(10), oops(900)]);
    expect(events).toEqual([{ kind: "kernel.oops", severity: "critical", text: "Oops: 900", atMs: 900_000 }]);
  });

  test("after a restart of the agent nothing is said twice, and nothing is left out", async () => {
    const folder = mkdtempSync(join(tmpdir(), "locksmith-position-"));
    const file = join(folder, "position.json");
    await follow(new LogPosition(file, "boot-1"), [oops(900)]);
    const { events } = await follow(new LogPosition(file, "boot-1"), [oops(900), oops(950)]);
    expect(events.map((e) => e.text)).toEqual(["Oops: 950"]);
    expect(new LogPosition(file, "boot-2").micros).toBeNull();
    rmSync(folder, { recursive: true });
  });

  test("says when it cannot", async () => {
    const { said } = await follow(new LogPosition(null, "b"), []);
    expect(said.at(-1)).toBe("no-kernel-log");
  });
});

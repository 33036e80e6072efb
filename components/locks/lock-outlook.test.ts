import { expect, test } from "vitest";
import { lockOutlook, shellWord } from "./lock-outlook.ts";

type Facts = Parameters<typeof lockOutlook>[0];

const owner = { ownerId: "ses_1", node: "node-7", service: "guardian", command: "guardian --x", pid: 1968 };
const native: Facts = {
  source: "native",
  key: "aim_lock_config.conf",
  type: "lease",
  resource: "aim_lock_config.conf",
  node: "node-7",
  path: null,
  state: "held",
  verdict: "live",
  holder: owner,
  holders: [],
  epoch: 41,
  waiters: 0,
  lostPolicy: "release",
  lockDelayMs: 5_000,
  releasesAt: null,
  ttlMs: 10_000,
  tombstone: null,
};
const kernel: Facts = {
  ...native,
  source: "kernel",
  key: "node-7/flock/08:01:12/0-EOF",
  type: "flock",
  path: "/srv/aim lock.conf",
  verdict: "orphan",
  epoch: null,
  lostPolicy: null,
  lockDelayMs: null,
  ttlMs: null,
};
const sleeper = {
  ...owner,
  service: null,
  command: "sleep",
  pid: 2018,
  bootId: "b",
  pidNs: "",
  startTime: 1,
  startedAt: null,
  user: null,
  unit: null,
  alive: "yes" as const,
  mode: "exclusive" as const,
};
const way = (lock: Facts, id: string) => lockOutlook(lock).find((found) => found.id === id);

test("a lease says when its owner's silence would end it, and counts down once it is silent", () => {
  expect(way(native, "silence")?.text).toContain("Released 17 s after its last beat");
  expect(way(native, "silence")?.untilMs).toBeUndefined();
  expect(way({ ...native, verdict: "suspect", releasesAt: 99 }, "silence")?.untilMs).toBe(99);
});

test("a lease that is kept for a person promises no release", () => {
  const kept = { ...native, lostPolicy: "keep" as const, verdict: "orphan" as const };
  expect(way(kept, "silence")).toBeUndefined();
  expect(way(kept, "kept")?.kind).toBe("not");
});

test("a free lease offers the next epoch, and no reason why it could not be taken", () => {
  const free = { ...native, holder: null, verdict: null, state: "free" as const };
  expect(lockOutlook(free).map(({ id }) => id)).toEqual(["take"]);
  expect(way(free, "take")?.text).toContain("epoch 42");
});

test("nothing is ever offered that takes a lock from an owner that lives or may live", () => {
  for (const verdict of ["live", "suspect", "unknown"] as const) {
    for (const lock of [native, kernel]) expect(way({ ...lock, verdict }, "hand")?.kind).toBe("not");
  }
  for (const found of lockOutlook(kernel)) expect(found.command ?? "").not.toMatch(/\b(rm|kill|mv)\b/);
});

test("nobody is told to take a lock that is in quarantine", () => {
  const ways = lockOutlook({ ...native, holder: null, verdict: null, state: "quarantined" });
  expect(ways.map(({ id }) => id)).toEqual(["quarantine"]);
  const [closed] = lockOutlook({
    ...native,
    holder: null,
    verdict: null,
    state: "quarantined",
    releasesAt: 99,
  });
  expect(closed).toMatchObject({ untilMs: 99, untilWords: "ends" });
});

test("a lock whose owner is proven gone can be cleared, and no other", () => {
  for (const lock of [native, kernel]) {
    expect(way({ ...lock, verdict: "orphan" }, "clear")?.kind).toBe("by-hand");
    expect(way({ ...lock, verdict: "ghost" }, "clear")?.text).toContain("second person");
    for (const verdict of ["live", "suspect", "unknown"] as const) {
      expect(way({ ...lock, verdict }, "clear")).toBeUndefined();
    }
  }
});

test("an orphan flock names the holders to wait for, not the recorded taker", () => {
  const text = way(
    {
      ...kernel,
      holders: [
        { ...sleeper, role: "holder" },
        { ...sleeper, pid: 1968, role: "taker" },
      ],
    },
    "end",
  );
  expect(text?.text).toContain("sleep (PID 2018)");
  expect(text?.text).not.toContain("1968");
  expect(way(kernel, "end")?.title).toBe("The last descriptor is closed");
  expect(way({ ...kernel, type: "posix" }, "end")?.text).toContain("never leaves one behind");
});

test("a lock that is gone needs nothing", () => {
  const tombstone = {
    goneAt: 1,
    how: "released",
    lastHolder: null,
    lastVerdict: null,
    lastState: "held" as const,
  };
  expect(lockOutlook({ ...kernel, tombstone })).toEqual([]);
});

test("a name in a command is one word of a shell, or there is no command", () => {
  expect(way(kernel, "try")?.command).toBe("flock -n '/srv/aim lock.conf' true; echo $?");
  expect(shellWord("a'b; rm -rf $HOME")).toBe(`'a'\\''b; rm -rf $HOME'`);
  for (const name of ["-x", "a\nb", "\u202egnp.exe", "x".repeat(301), ""]) expect(shellWord(name)).toBeNull();
  expect(way({ ...kernel, path: "/tmp/a\u001bb" }, "try")).toBeUndefined();
});

test("the host's own table is asked for the file's name, which is all that the kernel knows of it", () => {
  const labelled = { ...kernel, resource: "drill:aim_lock_config.conf", path: "/tmp/x/aim_lock_config.conf" };
  expect(way(labelled, "table")?.command).toBe("npx locksmith ls --local -t aim_lock_config.conf");
  expect(way({ ...labelled, path: "/tmp/x/a.conf (deleted)" }, "table")?.command).toMatch(/ a\.conf$/);
  expect(way({ ...labelled, resource: "inode 08:01:12", path: null }, "table")?.command).toMatch(
    /'inode 08:01:12'$/,
  );
});

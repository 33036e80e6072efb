import { beforeEach, describe, expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import type { BeatMinute, SessionRecord } from "#lib/store/records.ts";
import type { Commit, Store } from "#lib/store/store.ts";
import { BeatBook } from "./beat-book.ts";
import { type LiveSession, silentMs } from "./live-session.ts";
import { FakeTime } from "./testing/fake-time.ts";
import { sampleSession } from "./testing/sample-session.ts";

const lostMs = 10_000 + limits.ttlToleranceMs;
let time: FakeTime;
let written: BeatMinute[][];
let commit: (commit: Partial<Commit>) => void;
let failure: Error | null;

beforeEach(() => {
  time = new FakeTime();
  written = [];
  failure = null;
});

async function startBook(sessions: SessionRecord[] = [], graceMs = 0): Promise<BeatBook> {
  const store = {
    async *all() {
      for (const value of sessions)
        yield { kind: "session", id: value.id, revision: 1, value, goneAt: null, goneHow: null };
    },
    onCommit(listener: (commit: Commit) => void) {
      commit = (part) => listener({ revision: 2, at: 0, puts: [], removes: [], events: [], ...part });
      return () => {};
    },
    async beatMinutes(ownerId: string) {
      return written.flat().filter((row) => row.ownerId === ownerId);
    },
    async addBeatMinutes(rows: BeatMinute[]) {
      if (failure !== null) throw failure;
      written.push(rows);
    },
  } as unknown as Store;
  const book = new BeatBook({
    clock: time,
    machineMs: () => time.monoMs(),
    store,
    graceUntilMs: time.monoMs() + graceMs,
  });
  await book.start();
  return book;
}

const stored = (value: SessionRecord, goneAt: number | null = null) => ({
  kind: "session" as const,
  id: value.id,
  revision: 2,
  value,
  goneAt,
  goneHow: null,
});
async function openBook(): Promise<BeatBook> {
  const book = await startBook();
  commit({ puts: [stored(sampleSession("a"))] });
  return book;
}

describe("a beat", () => {
  test("is a counter that grew: a repeated, delayed or older one is none, and breaks no silence", async () => {
    const book = await openBook();
    expect(book.beat("a", 0)).toBe("grew");
    await time.advance(1_000);
    expect(book.beat("a", 7)).toBe("grew");
    await time.advance(1_000);
    for (const counter of [7, 3, 0]) expect(book.beat("a", counter)).toBe("same");
    const session = book.session("a")!;
    expect(silentMs(session, time.monoMs())).toBe(1_000);
    expect(book.summary("a")).toMatchObject({ beats: 2, lastBeatAt: time.wallMs() - 1_000 });
  });

  test("of nobody, of a closed and of a lost session is told apart", async () => {
    const book = await openBook();
    expect(book.beat("stranger", 1)).toBe("unknown");
    commit({ puts: [stored(sampleSession("b", { state: "closed" }))] });
    expect(book.beat("b", 1)).toBe("gone");
    await time.advance(lostMs - 1);
    expect(book.beat("a", 1)).toBe("grew");
    await time.advance(lostMs);
    // Nobody has written down yet that it is lost: it is all the same.
    expect(book.beat("a", 2)).toBe("gone");
    expect(book.isOpen("a")).toBe(false);
  });
});

test("a wall clock that jumps changes no silence, no rhythm and no distance between beats", async () => {
  const book = await openBook();
  for (const jump of [0, 86_400_000, -172_800_000, 5_000, 0, 0]) {
    await time.advance(2_000);
    time.jumpWall(jump);
    expect(book.beat("a", book.session("a")!.beats + 1)).toBe("grew");
  }
  const { raw, rhythmMs } = book.recent("a")!;
  expect(rhythmMs).toBe(2_000);
  expect(raw).toHaveLength(6);
  expect(raw.slice(1).map((at, i) => at - raw[i]!)).toEqual([2_000, 2_000, 2_000, 2_000, 2_000]);
  expect(raw.at(-1)).toBe(time.wallMs());
  expect(book.isOpen("a")).toBe(true);
});

describe("after a restart", () => {
  test("silence counts anew, and nobody is lost before the grace period ends", async () => {
    const book = await startBook([sampleSession("a", { beats: 41, lastBeatAt: 5, ttlMs: 1_000 })], 15_000);
    await time.advance(14_999);
    expect(book.isOpen("a")).toBe(true);
    expect(book.summary("a")).toMatchObject({ beats: 41, lastBeatAt: 5 });
    await time.advance(1);
    expect(book.isOpen("a")).toBe(false);
  });

  test("the first counter shows where it stands and is no beat; the next one is", async () => {
    const book = await startBook([sampleSession("a")], 15_000);
    expect(book.beat("a", 900)).toBe("same");
    expect(book.lastBeatMs("a")).toBeNull();
    expect(book.beat("a", 900)).toBe("same");
    expect(book.beat("a", 901)).toBe("grew");
  });
});

describe("folds", () => {
  test("are written once, one row a minute, gaps preserved", async () => {
    const book = await startBook([sampleSession("a", { ttlMs: 600_000 })]);
    book.beat("a", 0);
    time.jumpWall(-(time.wallMs() % 60_000));
    for (const ms of [1_000, 9_000, 50_500, 9_000]) {
      await time.advance(ms);
      book.beat("a", time.monoMs());
    }
    await book.flush();
    await book.flush();
    expect(written).toHaveLength(1);
    const [first, second] = written[0]!;
    expect(first).toMatchObject({ ownerId: "a", count: 2, maxGapMs: 9_000 });
    expect(second).toMatchObject({ ownerId: "a", count: 2, minuteAt: first!.minuteAt + 60_000 });
  });

  test("of a failed write are kept, and joined with what came since", async () => {
    const book = await openBook();
    book.beat("a", 1);
    failure = new Error("disk full");
    await expect(book.flush()).rejects.toThrow("disk full");
    await time.advance(100);
    book.beat("a", 2);
    expect(book.recent("a")?.minutes.reduce((sum, m) => sum + m.count, 0)).toBe(2);
    failure = null;
    await book.flush();
    expect(written.flat().reduce((sum, row) => sum + row.count, 0)).toBe(2);
    expect(book.recent("a")?.minutes).toEqual([]);
  });

  test("tell the next process when the last beat was and how many there were", async () => {
    const book = await openBook();
    for (const counter of [1, 2, 3]) book.beat("a", counter);
    await book.flush();
    const next = await startBook([sampleSession("a")], 15_000);
    expect(next.summary("a")).toMatchObject({ beats: 3, lastBeatAt: time.wallMs() });
    expect(next.lastBeatMs("a")).toBeNull();
  });

  test("of a session that was closed meanwhile are still written", async () => {
    const book = await openBook();
    book.beat("a", 1);
    commit({ removes: [stored(sampleSession("a", { state: "closed" }), 9)] });
    expect(book.session("a")).toBeUndefined();
    await book.flush();
    expect(written.flat()).toHaveLength(1);
  });
});

test("ten thousand beats are taken in far less than their second", async () => {
  const book = await startBook(
    Array.from({ length: 10_000 }, (_, i) => sampleSession(`s${i}`)),
    15_000,
  );
  const startMs = performance.now();
  for (let counter = 0; counter < 10; counter += 1) {
    for (let i = 0; i < 10_000; i += 1) book.beat(`s${i}`, counter);
  }
  const perSecond = 100_000 / ((performance.now() - startMs) / 1_000);
  expect(perSecond).toBeGreaterThan(20_000);
});

describe("a batch", () => {
  const ids = (book: BeatBook, names: string[]) => {
    let before: LiveSession | undefined;
    return names.map((name) => {
      before = book.sessionAfter(before, name);
      return before?.id;
    });
  };

  test("finds each session whatever the order, also after some are gone or came back under their name", async () => {
    const book = await startBook();
    const all = ["a", "b", "c", "d"];
    commit({ puts: all.map((name) => stored(sampleSession(name))) });
    for (const order of [all, all, ["d", "c", "b", "a"], ["a", "none", "b"], ["a", "a", "c"], all]) {
      expect(ids(book, order)).toEqual(order.map((name) => (name === "none" ? undefined : name)));
    }
    commit({ removes: [stored(sampleSession("b"), 5)] });
    expect(ids(book, all)).toEqual(["a", undefined, "c", "d"]);
    commit({ puts: [stored(sampleSession("b"))] });
    expect(ids(book, all)).toEqual(all);
    expect(book.sessionAfter(book.session("a"), "b")).toBe(book.session("b"));
  });

  test("many sessions that lie side by side keep their own numbers", async () => {
    const book = await startBook();
    const names = Array.from({ length: 100 }, (_, i) => `s${i}`);
    commit({ puts: names.map((name) => stored(sampleSession(name))) });
    for (const [i, name] of names.entries()) {
      for (let counter = 1; counter <= i; counter += 1) {
        await time.advance(1);
        expect(book.beat(name, counter)).toBe("grew");
      }
    }
    for (const [i, name] of names.entries()) {
      expect(book.summary(name)).toMatchObject({ beats: i, rhythmMs: i < 6 ? null : 1 });
      expect(book.recent(name)?.raw).toHaveLength(i);
      expect(book.recent(name)?.minutes.reduce((sum, { count }) => sum + count, 0)).toBe(i);
    }
  });
});

import { expect, test } from "vitest";
import { putLease, sampleEvent, sampleToken } from "./sample.ts";
import type { StoreUnderTest } from "./under-test.ts";

const dayMs = 86_400_000;

/** What retention takes and what it must leave, and API tokens. */
export function retentionSuite(under: StoreUnderTest): void {
  test("a sweep takes what is older, also thousands, and leaves everything else", async () => {
    const beat = { ownerId: "ses_1", count: 1, firstAt: 1, lastAt: 1, maxGapMs: 0 };
    await under.store.addBeatMinutes([
      { ...beat, minuteAt: 0 },
      { ...beat, minuteAt: 5 * dayMs },
    ]);
    await putLease(under.store, "held", 1);
    await putLease(under.store, "gone-long-ago", 1);
    await putLease(under.store, "gone-lately", 1);
    await under.store.write(async (tx) => {
      for (let n = 0; n < 2_500; n += 1) await tx.event(sampleEvent({ at: 10 }));
      await tx.event(sampleEvent({ at: 5_000, text: "kept" }));
      await tx.remove("lease", "gone-long-ago", 10, "cleared");
      await tx.remove("lease", "gone-lately", 5_000, "cleared");
      await tx.audit({ at: 10, actor: "ada", action: "x", target: "y", outcome: "done", detail: "" });
    });
    const removed = await under.store.sweep({ beats: dayMs, events: 5_000, tombstones: 5_000 });
    expect(removed).toBe(1 + 2_500 + 1);
    expect((await under.store.events({ limit: 10 })).map((event) => event.text)).toEqual(["kept"]);
    expect(await under.store.beatMinutes("ses_1", 0, 9 * dayMs)).toHaveLength(1);
    expect(await under.store.get("lease", "gone-long-ago")).toBeNull();
    expect(await under.store.get("lease", "gone-lately")).not.toBeNull();
    expect(await under.store.get("lease", "held")).not.toBeNull();
    expect(await under.store.audits({ limit: 10 })).toHaveLength(1);
    expect(await under.store.sweep({ beats: dayMs, events: 5_000, tombstones: 5_000 })).toBe(0);
  });

  test("a token is found by its hash, changed by its id, and its use is kept at most once a minute", async () => {
    await under.store.write(async (tx) => {
      await tx.putToken(sampleToken("tok_1", "hash-1"));
      await tx.putToken({ ...sampleToken("tok_2", "hash-2"), createdAt: 500 });
    });
    expect(await under.store.tokenByHash("hash-1")).toEqual(sampleToken("tok_1", "hash-1"));
    expect(await under.store.tokenByHash("hash-3")).toBeNull();
    await under.store.touchToken("tok_1", 100_000);
    await under.store.touchToken("tok_1", 130_000);
    expect((await under.store.tokenByHash("hash-1"))?.lastUsedAt).toBe(100_000);
    await under.store.touchToken("tok_1", 161_000);
    const used = { ...sampleToken("tok_1", "hash-1"), lastUsedAt: 161_000 };
    await under.store.write((tx) => tx.putToken({ ...used, revokedAt: 200_000 }));
    expect((await under.store.tokens()).map((t) => [t.id, t.revokedAt])).toEqual([
      ["tok_2", null],
      ["tok_1", 200_000],
    ]);
  });

  test("two tokens never share a hash", async () => {
    await under.store.write((tx) => tx.putToken(sampleToken("tok_1", "hash")));
    await expect(under.store.write((tx) => tx.putToken(sampleToken("tok_2", "hash")))).rejects.toThrow();
    expect(await under.store.tokens()).toHaveLength(1);
  });
}

import { expect, test } from "vitest";
import { putLease, sampleEvent, sampleLease } from "./sample.ts";
import type { StoreUnderTest } from "./under-test.ts";

/** What holds across closing and opening again. */
export function durabilitySuite(under: StoreUnderTest): void {
  test("revisions and event ids are never used again, not after a removal, a sweep and a new start", async () => {
    await putLease(under.store, "a", 1);
    await under.store.write(async (tx) => {
      await tx.event(sampleEvent({ at: 10 }));
      await tx.remove("lease", "a", 10, "cleared");
    });
    const [last] = await under.store.events({ limit: 1 });
    const before = under.store.revision();
    await under.store.sweep({ beats: 0, events: 1_000, tombstones: 1_000 });
    await under.reopen();
    expect(under.store.revision()).toBe(before);
    const { revision } = await under.store.write((tx) => tx.event(sampleEvent()));
    expect(revision).toBe(before + 1);
    expect((await under.store.events({ limit: 1 }))[0]?.id).toBe((last?.id ?? 0) + 1);
  });

  test("close waits for the writes under way, which are there after the next start", async () => {
    const writes = Array.from({ length: 100 }, (_, i) => putLease(under.store, `l${i}`, i + 1));
    await under.reopen();
    const results = await Promise.all(writes);
    for (const [i, { revision }] of results.entries()) {
      expect(await under.store.get("lease", `l${i}`)).toMatchObject({ revision, value: { epoch: i + 1 } });
    }
  });

  test("a closed store refuses to write instead of losing it", async () => {
    const closed = under.store;
    await under.reopen();
    await expect(putLease(closed, "late", 1)).rejects.toThrow("closing");
    expect(await under.store.get("lease", "late")).toBeNull();
  });

  test("meta and tombstones are there after a new start", async () => {
    await under.store.setMeta("instance", "one");
    await under.store.setMeta("instance", "two");
    await putLease(under.store, "a", 3);
    await under.store.write((tx) => tx.remove("lease", "a", 9_000, "released and swept"));
    await under.reopen();
    expect(await under.store.meta("instance")).toBe("two");
    expect(await under.store.meta("none")).toBeNull();
    expect(await under.store.get("lease", "a")).toMatchObject({
      goneAt: 9_000,
      goneHow: "released and swept",
      value: sampleLease(3, "a"),
    });
  });
}

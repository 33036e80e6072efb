import { expect, test } from "vitest";
import type { Commit } from "#lib/store/store.ts";
import { putLease, sampleEvent, sampleLease } from "./sample.ts";
import type { StoreUnderTest } from "./under-test.ts";

/** What one write promises: all or nothing, alone, in order, on disk before it resolves. */
export function writeSuite(under: StoreUnderTest): void {
  test("everything in one write is kept, with one revision", async () => {
    const before = under.store.revision();
    const { value, revision } = await under.store.write(async (tx) => {
      await tx.put("lease", "a", sampleLease(1));
      await tx.put("lease", "b", sampleLease(2));
      await tx.event(sampleEvent());
      return "done";
    });
    expect(value).toBe("done");
    expect(revision).toBe(before + 1);
    expect(under.store.revision()).toBe(revision);
    expect((await under.store.get("lease", "a"))?.revision).toBe(revision);
    expect((await under.store.get("lease", "b"))?.value.epoch).toBe(2);
    expect(await under.store.events({ limit: 10 })).toHaveLength(1);
  });

  test("a write that throws leaves nothing, and costs its neighbours nothing", async () => {
    await putLease(under.store, "kept", 7);
    const heard: Commit[] = [];
    under.store.onCommit((commit) => heard.push(commit));
    const before = under.store.revision();
    const [first, bad, last] = await Promise.allSettled([
      putLease(under.store, "first", 1),
      under.store.write(async (tx) => {
        await tx.put("lease", "kept", sampleLease(99));
        await tx.put("lease", "new", sampleLease(1));
        await tx.remove("lease", "first", 1, "by the failing write");
        await tx.event(sampleEvent());
        await tx.audit({ at: 1, actor: "x", action: "y", target: "z", outcome: "done", detail: "" });
        throw new Error("refused");
      }),
      putLease(under.store, "last", 2),
    ]);
    expect(first.status).toBe("fulfilled");
    expect(bad).toMatchObject({ status: "rejected", reason: { message: "refused" } });
    expect(last.status).toBe("fulfilled");
    expect((await under.store.get("lease", "kept"))?.value.epoch).toBe(7);
    expect(await under.store.get("lease", "new")).toBeNull();
    expect((await under.store.get("lease", "first"))?.goneAt).toBeNull();
    expect(await under.store.events({ limit: 10 })).toEqual([]);
    expect(await under.store.audits({ limit: 10 })).toEqual([]);
    expect(heard.map((c) => c.revision)).toEqual([before + 1, before + 2]);
  });

  test("reads inside a write see the writes before them, reads outside only what is committed", async () => {
    await putLease(under.store, "a", 1);
    await under.store.write(async (tx) => {
      await tx.put("lease", "a", sampleLease(2));
      expect((await tx.get("lease", "a"))?.value.epoch).toBe(2);
      expect((await under.store.get("lease", "a"))?.value.epoch).toBe(1);
    });
    expect((await under.store.get("lease", "a"))?.value.epoch).toBe(2);
  });

  test("a write that changes no document and no event makes no revision", async () => {
    const { revision: before } = await putLease(under.store, "a", 1);
    const { revision } = await under.store.write(async (tx) => {
      await tx.get("lease", "a");
      await tx.audit({ at: 1, actor: "x", action: "y", target: "z", outcome: "refused", detail: "" });
    });
    expect(revision).toBe(before);
    expect(under.store.revision()).toBe(before);
  });

  test("200 writers at once count to 200: works run one after another", async () => {
    const counts = await Promise.all(
      Array.from({ length: 200 }, () =>
        under.store.write(async (tx) => {
          const epoch = ((await tx.get("lease", "one"))?.value.epoch ?? 0) + 1;
          await tx.put("lease", "one", sampleLease(epoch));
          return epoch;
        }),
      ),
    );
    expect(counts.map((c) => c.value)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
    const revisions = counts.map((c) => c.revision);
    expect(new Set(revisions).size).toBe(200);
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
  });

  test("a transaction kept beyond its write can do nothing", async () => {
    const { value: late } = await under.store.write(async (tx) => ({ tx }));
    await expect(late.tx.put("lease", "late", sampleLease(1))).rejects.toThrow("this write is over");
    await expect(late.tx.get("lease", "late")).rejects.toThrow("this write is over");
    await putLease(under.store, "other", 1);
    expect(await under.store.get("lease", "late")).toBeNull();
  });
}

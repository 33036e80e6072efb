import fc from "fast-check";
import { expect, test } from "vitest";
import { collect, putLease, sampleLease } from "./sample.ts";
import type { StoreUnderTest } from "./under-test.ts";

/** Documents, their order, their tombstones. */
export function documentSuite(under: StoreUnderTest): void {
  test("all gives every document that is not gone, in order of id, also more than a page", async () => {
    const ids = Array.from({ length: 1_234 }, (_, i) => `lock-${String(i).padStart(5, "0")}`);
    await under.store.write(async (tx) => {
      for (const id of ids.toReversed()) await tx.put("lease", id, sampleLease(1, id));
      await tx.remove("lease", "lock-00700", 5, "cleared");
    });
    const found = await collect(under.store.all("lease"));
    expect(found.map((d) => d.id)).toEqual(ids.filter((id) => id !== "lock-00700"));
    expect(await collect(under.store.all("node"))).toEqual([]);
  });

  test("a removal leaves a tombstone; removing again or what never was changes nothing", async () => {
    await putLease(under.store, "a", 4);
    const { revision } = await under.store.write((tx) => tx.remove("lease", "a", 5_000, "cleared by ada"));
    const gone = await under.store.get("lease", "a");
    expect(gone).toMatchObject({ revision, goneAt: 5_000, goneHow: "cleared by ada", value: { epoch: 4 } });
    const again = await under.store.write(async (tx) => {
      await tx.remove("lease", "a", 6_000, "again");
      await tx.remove("lease", "never", 6_000, "again");
    });
    expect(again.revision).toBe(revision);
    expect(await under.store.get("lease", "a")).toEqual(gone);
    expect(await under.store.get("lease", "never")).toBeNull();
  });

  test("a document that comes back has no tombstone any more", async () => {
    await putLease(under.store, "a", 4);
    await under.store.write((tx) => tx.remove("lease", "a", 5_000, "cleared"));
    await putLease(under.store, "a", 5);
    expect(await under.store.get("lease", "a")).toMatchObject({
      goneAt: null,
      goneHow: null,
      value: { epoch: 5 },
    });
  });

  test("ids and values of any text come back as they went in", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "binary", minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 8 }),
        async (texts) => {
          const names = texts.map((text) => text.toWellFormed());
          await under.store.write(async (tx) => {
            for (const name of names) await tx.put("lease", name, sampleLease(1, name));
          });
          for (const name of names) {
            expect((await under.store.get("lease", name))?.value.resource).toBe(name);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
}

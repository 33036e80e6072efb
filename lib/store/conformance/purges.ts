import { expect, test } from "vitest";
import type { Commit } from "#lib/store/store.ts";
import { collect, putLease, sampleEvent, sampleLease } from "./sample.ts";
import type { StoreUnderTest } from "./under-test.ts";

const prefix = "drill:";

/** What is taken away as if it had never been, and all that has to stay. */
export function purgeSuite(under: StoreUnderTest): void {
  test("a purge leaves no tombstone, is heard as a removal with the last value, and outlives the engine", async () => {
    await putLease(under.store, "gone", 4);
    await putLease(under.store, "kept", 1);
    const heard: Commit[] = [];
    under.store.onCommit((commit) => heard.push(commit));
    const { revision } = await under.store.write((tx) => tx.purge("lease", "gone"));
    expect(await under.store.get("lease", "gone")).toBeNull();
    expect(heard).toMatchObject([
      { revision, puts: [], removes: [{ id: "gone", revision, value: { epoch: 4 } }] },
    ]);
    await under.reopen();
    expect(await under.store.get("lease", "gone")).toBeNull();
    expect((await collect(under.store.all("lease"))).map(({ id }) => id)).toEqual(["kept"]);
  });

  test("a tombstone can be purged, and what never was changes nothing", async () => {
    await putLease(under.store, "a", 1);
    const { revision } = await under.store.write((tx) => tx.remove("lease", "a", 5_000, "cleared"));
    const never = await under.store.write((tx) => tx.purge("lease", "never"));
    expect(never.revision).toBe(revision);
    await under.store.write((tx) => tx.purge("lease", "a"));
    expect(await under.store.get("lease", "a")).toBeNull();
  });

  test("inside its write it is gone at once, and can be put anew, as a first one", async () => {
    await putLease(under.store, "a", 9);
    await under.store.write(async (tx) => {
      await tx.purge("lease", "a");
      expect(await tx.get("lease", "a")).toBeNull();
    });
    expect(await under.store.write((tx) => tx.get("lease", "a"))).toMatchObject({ value: null });
    await under.store.write(async (tx) => {
      await tx.put("lease", "b", sampleLease(1, "b"));
      await tx.purge("lease", "b");
      await tx.put("lease", "b", sampleLease(2, "b"));
    });
    expect(await under.store.get("lease", "b")).toMatchObject({ goneAt: null, value: { epoch: 2 } });
  });

  test("a purge in a write that throws has taken nothing away", async () => {
    await putLease(under.store, "a", 3);
    await under.store.write((tx) => tx.event(sampleEvent({ node: `${prefix}n` })));
    const bad = under.store.write(async (tx) => {
      await tx.purge("lease", "a");
      await tx.purgeEvents(prefix, 100);
      throw new Error("refused");
    });
    await expect(bad).rejects.toThrow("refused");
    expect((await under.store.get("lease", "a"))?.value.epoch).toBe(3);
    expect(await under.store.events({ limit: 10 })).toHaveLength(1);
  });

  test("events go by the beginning of node, resource or lock, bounded; similar names and the words of others stay", async () => {
    const kept = [
      sampleEvent({ text: `about ${prefix}x in words alone` }),
      sampleEvent({ node: "drill", resource: "Drill:x", lockId: "native/Drill:x" }),
      sampleEvent({ node: "drill;x", lockId: "kernel/a/drill:x" }),
      sampleEvent({ lockId: "native/x", ownerId: `${prefix}o` }),
    ];
    const gone = [
      sampleEvent({ node: `${prefix}n` }),
      sampleEvent({ resource: `${prefix}r`, node: "real" }),
      sampleEvent({ lockId: `native/${prefix}r` }),
      sampleEvent({ lockId: `kernel/${prefix}n/flock/1` }),
    ];
    await under.store.write(async (tx) => {
      for (const event of [...gone, ...kept]) await tx.event(event);
    });
    const first = await under.store.write((tx) => tx.purgeEvents(prefix, 3));
    const second = await under.store.write((tx) => tx.purgeEvents(prefix, 3));
    expect([first.value, second.value]).toEqual([3, 1]);
    const left = await under.store.events({ limit: 10 });
    expect(left.map(({ text, node }) => [text, node]).toReversed()).toEqual(
      kept.map(({ text, node }) => [text, node]),
    );
    await under.store.write((tx) => tx.event(sampleEvent({ text: "after" })));
    const ids = (await under.store.events({ limit: 10 })).map(({ id }) => id);
    expect(new Set(ids).size).toBe(kept.length + 1);
  });

  test("events of owners go, and nobody else's", async () => {
    await under.store.write(async (tx) => {
      for (const ownerId of ["ses_1", "ses_2", null]) await tx.event(sampleEvent({ ownerId }));
    });
    await under.store.write((tx) => tx.purgeOwners(["ses_1", "never"], 0));
    expect((await under.store.events({ limit: 10 })).map(({ ownerId }) => ownerId)).toEqual([null, "ses_2"]);
  });

  test("documents are found by what stands in them, gone ones as well", async () => {
    await under.store.write(async (tx) => {
      await tx.put("lease", "1", sampleLease(1, `${prefix}held`));
      await tx.put("lease", "2", sampleLease(1, `${prefix}gone`));
      await tx.put("lease", "3", sampleLease(1, "real"));
      await tx.put("lease", "4", sampleLease(1, "other"));
      await tx.remove("lease", "2", 5, "cleared");
    });
    const found = await collect(under.store.containing([prefix, '"other"']));
    expect(found.map(({ id, goneAt }) => [id, goneAt]).toSorted()).toEqual([
      ["1", null],
      ["2", 5],
      ["4", null],
    ]);
    expect(await collect(under.store.containing([]))).toEqual([]);
  });
}

import { expect, test } from "vitest";
import type { Commit } from "#lib/store/store.ts";
import { putLease, sampleEvent, sampleLease } from "./sample.ts";
import type { StoreUnderTest } from "./under-test.ts";

/** What listeners hear, and when. */
export function listenerSuite(under: StoreUnderTest): void {
  test("listeners hear each write once, in order, when it can be read and before it resolves", async () => {
    const heard: number[] = [];
    const readable: Promise<unknown>[] = [];
    under.store.onCommit((commit) => {
      heard.push(commit.revision);
      readable.push(under.store.get("lease", String(commit.puts[0]?.id)));
    });
    const seenAtResolve = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const { revision } = await putLease(under.store, `l${i}`, i + 1);
        return heard.includes(revision);
      }),
    );
    expect(seenAtResolve.every(Boolean)).toBe(true);
    expect(heard).toHaveLength(50);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
    expect((await Promise.all(readable)).every((found) => found !== null)).toBe(true);
  });

  test("a commit says what was put, removed and told, each document once and as it ended", async () => {
    await putLease(under.store, "old", 1);
    const heard: Commit[] = [];
    under.store.onCommit((commit) => heard.push(commit));
    await under.store.write(async (tx) => {
      await tx.put("lease", "twice", sampleLease(1));
      await tx.put("lease", "twice", sampleLease(2));
      await tx.remove("lease", "old", 5_000, "cleared");
      await tx.put("lease", "brief", sampleLease(1));
      await tx.remove("lease", "brief", 5_000, "cleared");
      await tx.event(sampleEvent({ text: "told" }));
    });
    expect(heard).toHaveLength(1);
    const [commit] = heard;
    expect(commit?.puts.map((p) => [p.id, (p.value as { epoch: number }).epoch])).toEqual([["twice", 2]]);
    expect(commit?.removes.map((r) => [r.id, r.goneAt, r.goneHow])).toEqual([
      ["old", 5_000, "cleared"],
      ["brief", 5_000, "cleared"],
    ]);
    expect(commit?.events).toEqual(await under.store.events({ limit: 10 }));
    for (const one of [...(commit?.puts ?? []), ...(commit?.removes ?? [])]) {
      expect(await under.store.get(one.kind, one.id)).toEqual(one);
    }
  });

  test("a listener that throws harms nobody, one that left hears nothing", async () => {
    const heard: string[] = [];
    under.store.onCommit(() => {
      throw new Error("a broken listener");
    });
    const leave = under.store.onCommit(() => heard.push("left"));
    under.store.onCommit(() => heard.push("stayed"));
    leave();
    await putLease(under.store, "a", 1);
    expect(heard).toEqual(["stayed"]);
    expect(under.errors.map(String)).toEqual(["Error: a broken listener"]);
    under.errors.length = 0;
  });
}

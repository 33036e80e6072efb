import { expect, test } from "vitest";
import type { EventFilter } from "#lib/store/store.ts";
import { sampleEvent } from "./sample.ts";
import type { StoreUnderTest } from "./under-test.ts";

/** Events: append-only, newest first, filtered, paged. */
export function eventSuite(under: StoreUnderTest): void {
  test("each filter finds what it says and nothing else, newest first", async () => {
    await under.store.write(async (tx) => {
      await tx.event(sampleEvent({ at: 10, kind: "kernel.oom", node: "node-7", text: "one" }));
      await tx.event(sampleEvent({ at: 20, kind: "kernel.panic", node: "node-7", text: "two" }));
      await tx.event(
        sampleEvent({ at: 30, kind: "kernelish", lockId: "native/a", resource: "a", text: "three" }),
      );
      await tx.event(
        sampleEvent({ at: 40, kind: "lease.lost", resource: "a", ownerId: "ses_1", text: "four" }),
      );
    });
    const texts = async (filter: Omit<EventFilter, "limit">) =>
      (await under.store.events({ ...filter, limit: 10 })).map((event) => event.text);
    expect(await texts({})).toEqual(["four", "three", "two", "one"]);
    expect(await texts({ node: "node-7" })).toEqual(["two", "one"]);
    expect(await texts({ lockId: "native/a" })).toEqual(["three"]);
    expect(await texts({ resource: "a" })).toEqual(["four", "three"]);
    expect(await texts({ resource: "a", ownerId: "ses_1" })).toEqual(["four"]);
    expect(await texts({ kind: "kernel." })).toEqual(["two", "one"]);
    expect(await texts({ kind: "kernel.oom" })).toEqual(["one"]);
    expect(await texts({ kind: "kernel" })).toEqual([]);
    expect(await texts({ from: 20, to: 30 })).toEqual(["three", "two"]);
    expect(await texts({ from: 50 })).toEqual([]);
  });

  test("paging meets every event once, although new ones come meanwhile", async () => {
    const tell = (n: number) => under.store.write((tx) => tx.event(sampleEvent({ text: String(n) })));
    for (let n = 0; n < 25; n += 1) await tell(n);
    const met: string[] = [];
    let beforeId = Number.MAX_SAFE_INTEGER;
    for (;;) {
      const page = await under.store.events({ beforeId, limit: 10 });
      if (page.length === 0) break;
      met.push(...page.map((event) => event.text));
      beforeId = page.at(-1)?.id ?? 0;
      await tell(99);
    }
    expect(met).toEqual(Array.from({ length: 25 }, (_, i) => String(24 - i)));
  });
}

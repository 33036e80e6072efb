import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LockSource, SourceLock } from "./source.ts";

/** A lock that the suite took. */
export interface TakenLock {
  release(): Promise<void>;
  /** PID of the process that holds it, where holders are processes. */
  pid: number | null;
}

/** A real lock system with somebody who can take locks in it. */
export interface SourcePlace {
  source: LockSource;
  /** Takes a lock on the resource of this name; it is held when this resolves. */
  take(resource: string): Promise<TakenLock>;
  /** Somebody begins to wait for a held lock; ends the wait when called. */
  wait(resource: string): Promise<() => Promise<void>>;
  /** The same source where it cannot be read at all. */
  unreadable(): LockSource;
  remove(): Promise<void>;
}

const lookEveryMs = 20;
const lookForMs = 10_000;

/**
 * What every lock source must do. Differences are named capabilities, and a source that claims one is held to it;
 * one that does not must not pretend.
 */
export function sourceConformance(name: string, makePlace: () => Promise<SourcePlace>): void {
  describe(`source conformance: ${name}`, () => {
    let place: SourcePlace;
    beforeEach(async () => {
      place = await makePlace();
    });
    afterEach(() => place.remove());

    const find = async (resource: string): Promise<SourceLock[]> =>
      (await place.source.look()).locks.filter((lock) => lock.resource === resource);
    /** Looks until the lock is as wanted: a source may see things a moment after they happened. */
    const until = async (resource: string, wanted: (lock: SourceLock | undefined) => boolean) => {
      const endMs = performance.now() + lookForMs;
      for (;;) {
        const [lock] = await find(resource);
        if (wanted(lock)) return lock;
        if (performance.now() > endMs) throw new Error(`it never was so; last seen: ${JSON.stringify(lock)}`);
        await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      }
    };
    const isHeld = (lock: SourceLock | undefined) => lock?.holder != null;
    const can = (capability: Parameters<LockSource["capabilities"]["has"]>[0]) =>
      place.source.capabilities.has(capability);

    test("a held lock is listed once, under its own name, with its holder", async () => {
      await place.take("conformance.conf");
      const lock = await until("conformance.conf", isHeld);
      expect(await find("conformance.conf")).toHaveLength(1);
      expect(lock).toMatchObject({ source: place.source.name, mode: "exclusive", verdict: "live" });
    });

    test("keys are unique, and looking changes nothing", async () => {
      await place.take("one.conf");
      await place.take("two.conf");
      await until("two.conf", isHeld);
      const { locks } = await place.source.look();
      expect(new Set(locks.map((lock) => lock.key)).size).toBe(locks.length);
      for (const resource of ["one.conf", "two.conf"]) {
        const [before] = await find(resource);
        const [after] = await find(resource);
        expect(after).toMatchObject({ key: before?.key, holder: before?.holder, epoch: before?.epoch });
      }
    });

    test("a released lock has no holder; it stays known only where free locks are kept", async () => {
      const taken = await place.take("released.conf");
      await until("released.conf", isHeld);
      await taken.release();
      const lock = await until("released.conf", (seen) => !isHeld(seen));
      expect(lock !== undefined).toBe(can("keeps-free"));
    });

    test("a name from outside does not break the list", async () => {
      const hostile = "<b>a b\u202ec.conf";
      await place.take(hostile);
      await place.take("after.conf");
      await until("after.conf", isHeld);
      const { locks } = await place.source.look();
      expect(locks.some((lock) => lock.holder !== null && lock.resource.startsWith("<b>a b"))).toBe(true);
    });

    test("each grant has a higher epoch, or there is none", async () => {
      const first = await place.take("epochs.conf");
      const before = (await until("epochs.conf", isHeld))?.epoch ?? null;
      await first.release();
      await until("epochs.conf", (seen) => !isHeld(seen));
      await place.take("epochs.conf");
      const after = (await until("epochs.conf", isHeld))?.epoch ?? null;
      if (can("epochs")) expect(after).toBeGreaterThan(before ?? Number.POSITIVE_INFINITY);
      else expect([before, after]).toEqual([null, null]);
    });

    test("who waits is counted, and no longer when the wait ends; or nobody ever is", async () => {
      await place.take("waiters.conf");
      await until("waiters.conf", isHeld);
      const end = await place.wait("waiters.conf");
      if (can("waiters")) await until("waiters.conf", (seen) => seen?.waiters === 1);
      await end();
      await until("waiters.conf", (seen) => seen?.waiters === 0);
    });

    test("a holder is the process that holds it, where holders are processes", async () => {
      const taken = await place.take("process.conf");
      const lock = await until("process.conf", isHeld);
      expect(lock?.holder?.pid ?? null).toBe(can("processes") ? taken.pid : null);
    });

    test("what cannot be read is an error, never an empty list", async () => {
      await expect(place.unreadable().look()).rejects.toThrow();
    });
  });
}

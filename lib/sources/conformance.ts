import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LockSource, SourceCapability, SourceLock } from "./source.ts";

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

/** The place of the test that runs, and how to look into it. */
class UnderTest {
  place!: SourcePlace;

  can(capability: SourceCapability): boolean {
    return this.place.source.capabilities.has(capability);
  }

  async find(resource: string): Promise<SourceLock[]> {
    return (await this.place.source.look()).locks.filter((lock) => lock.resource === resource);
  }

  /** Looks until the lock is as wanted: a source may see things a moment after they happened. */
  async until(resource: string, wanted: (lock: SourceLock | undefined) => boolean) {
    const endMs = performance.now() + lookForMs;
    for (;;) {
      const [lock] = await this.find(resource);
      if (wanted(lock)) return lock;
      if (performance.now() > endMs) throw new Error(`it never was so; last seen: ${JSON.stringify(lock)}`);
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }

  async taken(resource: string): Promise<{ taken: TakenLock; lock: SourceLock | undefined }> {
    const taken = await this.place.take(resource);
    return { taken, lock: await this.until(resource, isHeld) };
  }
}

const isHeld = (lock: SourceLock | undefined) => lock?.holder != null;

/**
 * What every lock source must do. Differences are named capabilities, and a source that claims one is held to it;
 * one that does not must not pretend.
 */
export function sourceConformance(name: string, makePlace: () => Promise<SourcePlace>): void {
  describe(`source conformance: ${name}`, () => {
    const under = new UnderTest();
    beforeEach(async () => {
      under.place = await makePlace();
    });
    afterEach(() => under.place.remove());
    listSuite(under);
    capabilitySuite(under);
  });
}

function listSuite(under: UnderTest): void {
  test("a held lock is listed once, under its own name, with its holder", async () => {
    const { lock } = await under.taken("conformance.conf");
    expect(await under.find("conformance.conf")).toHaveLength(1);
    expect(lock).toMatchObject({ source: under.place.source.name, mode: "exclusive", verdict: "live" });
  });

  test("keys are unique, and looking changes nothing", async () => {
    for (const resource of ["one.conf", "two.conf"]) await under.taken(resource);
    const { locks } = await under.place.source.look();
    expect(new Set(locks.map((lock) => lock.key)).size).toBe(locks.length);
    for (const resource of ["one.conf", "two.conf"]) {
      const [before] = await under.find(resource);
      const [after] = await under.find(resource);
      expect(after).toMatchObject({ key: before?.key, holder: before?.holder, epoch: before?.epoch });
    }
  });

  test("a released lock has no holder; it stays known only where free locks are kept", async () => {
    const { taken } = await under.taken("released.conf");
    await taken.release();
    const lock = await under.until("released.conf", (seen) => !isHeld(seen));
    expect(lock !== undefined).toBe(under.can("keeps-free"));
  });

  test("a name from outside does not break the list", async () => {
    await under.place.take("<b>a b\u202ec.conf");
    await under.taken("after.conf");
    const { locks } = await under.place.source.look();
    expect(locks.some((lock) => isHeld(lock) && lock.resource.startsWith("<b>a b"))).toBe(true);
  });

  test("what cannot be read is an error, never an empty list", async () => {
    await expect(under.place.unreadable().look()).rejects.toThrow();
  });
}

function capabilitySuite(under: UnderTest): void {
  test("each grant has a higher epoch, or there is none", async () => {
    const first = await under.taken("epochs.conf");
    await first.taken.release();
    await under.until("epochs.conf", (seen) => !isHeld(seen));
    const second = await under.taken("epochs.conf");
    const [before, after] = [first.lock?.epoch ?? null, second.lock?.epoch ?? null];
    if (under.can("epochs")) expect(after).toBeGreaterThan(before ?? Number.POSITIVE_INFINITY);
    else expect([before, after]).toEqual([null, null]);
  });

  test("who waits is counted, and no longer when the wait ends; or nobody ever is", async () => {
    await under.taken("waiters.conf");
    const end = await under.place.wait("waiters.conf");
    if (under.can("waiters")) await under.until("waiters.conf", (seen) => seen?.waiters === 1);
    await end();
    await under.until("waiters.conf", (seen) => seen?.waiters === 0);
  });

  test("a holder is the process that holds it, where holders are processes", async () => {
    const { taken, lock } = await under.taken("process.conf");
    expect(lock?.holder?.pid ?? null).toBe(under.can("processes") ? taken.pid : null);
  });
}

import { afterEach, beforeEach, describe, expect } from "vitest";
import { documentSuite } from "#lib/store/conformance/documents.ts";
import { listenerSuite } from "#lib/store/conformance/listeners.ts";
import { purgeSuite } from "#lib/store/conformance/purges.ts";
import type { StoreUnderTest } from "#lib/store/conformance/under-test.ts";
import { writeSuite } from "#lib/store/conformance/writes.ts";
import { MemoryDisk } from "./memory-disk.ts";
import { MemoryStore } from "./memory-store.ts";

/** A simulation is worth as much as the store that it runs on: the same promises as every engine's. */
describe("store conformance: memory", () => {
  const under = { errors: [] as unknown[] } as StoreUnderTest;
  let disk: MemoryDisk;
  const open = () => {
    under.store = new MemoryStore(
      disk,
      () => 1_000,
      (error) => under.errors.push(error),
    );
  };
  under.reopen = async () => {
    await under.store.close();
    open();
  };
  beforeEach(() => {
    under.errors.length = 0;
    disk = new MemoryDisk();
    open();
  });
  afterEach(() => expect(under.errors).toEqual([]));
  describe("writes", () => writeSuite(under));
  describe("listeners", () => listenerSuite(under));
  describe("documents", () => documentSuite(under));
  describe("purges", () => purgeSuite(under));
});

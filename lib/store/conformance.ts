import { afterEach, beforeEach, describe, expect } from "vitest";
import { accountsSuite } from "./conformance/accounts.ts";
import { auditSuite } from "./conformance/audit.ts";
import { beatSuite } from "./conformance/beats.ts";
import { documentSuite } from "./conformance/documents.ts";
import { durabilitySuite } from "./conformance/durability.ts";
import { eventSuite } from "./conformance/events.ts";
import { listenerSuite } from "./conformance/listeners.ts";
import { purgeSuite } from "./conformance/purges.ts";
import { retentionSuite } from "./conformance/retention.ts";
import type { StoreUnderTest } from "./conformance/under-test.ts";
import { writeSuite } from "./conformance/writes.ts";
import type { Store } from "./store.ts";

/** Where one store can be opened, closed and opened again; `onError` is the engine's own option of that name. */
export interface Place {
  open(onError: (error: unknown) => void): Promise<Store>;
  remove(): Promise<void>;
}

/** What every engine must do, run against a fresh place for each test. */
export function storeConformance(name: string, makePlace: () => Promise<Place>): void {
  describe(`store conformance: ${name}`, () => {
    const under = { errors: [] as unknown[] } as StoreUnderTest;
    let place: Place;
    const open = async () => {
      under.store = await place.open((error) => under.errors.push(error));
    };
    under.reopen = async () => {
      await under.store.close();
      await open();
    };
    beforeEach(async () => {
      under.errors.length = 0;
      place = await makePlace();
      await open();
    });
    afterEach(async () => {
      await under.store.close();
      await place.remove();
      expect(under.errors).toEqual([]);
    });
    describe("writes", () => writeSuite(under));
    describe("listeners", () => listenerSuite(under));
    describe("durability", () => durabilitySuite(under));
    describe("documents", () => documentSuite(under));
    describe("purges", () => purgeSuite(under));
    describe("events", () => eventSuite(under));
    describe("audit", () => auditSuite(under));
    describe("beats", () => beatSuite(under));
    describe("retention and tokens", () => retentionSuite(under));
    describe("accounts", () => accountsSuite(under));
  });
}

import type { Store } from "#lib/store/store.ts";

/** The store of the test that runs now; `reopen` closes it and opens it again in the same place. */
export interface StoreUnderTest {
  store: Store;
  /** What the engine reported to nobody in particular; a test that expects something empties it. */
  errors: unknown[];
  reopen(): Promise<void>;
}

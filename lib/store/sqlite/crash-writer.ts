import { writeSync } from "node:fs";
import { putLease } from "#lib/store/conformance/sample.ts";
import { StoreReadOnlyError } from "#lib/store/store.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

/**
 * Run as a process of its own by the crash tests: `crash-writer.ts FOLDER`. Counts 16 leases up
 * for ever and says `lease epoch revision` on its standard output only after the store acknowledged it, `refused`
 * when it could not write, and `writing` when it can again.
 */
const clock = { wallMs: () => Date.now(), monoMs: () => performance.now() };
const store = await openSqliteStore({ dataDir: String(process.argv[2]), clock, onError: console.error });
const say = (line: string) => writeSync(1, `${line}\n`);

async function countUp(id: string): Promise<void> {
  let refused = false;
  for (;;) {
    const epoch = ((await store.get("lease", id))?.value.epoch ?? 0) + 1;
    try {
      const { revision } = await putLease(store, id, epoch);
      if (refused) say("writing");
      refused = false;
      say(`${id} ${epoch} ${revision}`);
    } catch (error) {
      if (!(error instanceof StoreReadOnlyError)) throw error;
      if (!refused) say(`refused ${error.message}`);
      refused = true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

say("ready");
await Promise.all(Array.from({ length: 16 }, (_, i) => countUp(`lease-${i}`)));

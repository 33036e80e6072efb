import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeConformance } from "#lib/store/conformance.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

const clock = { wallMs: () => Date.now(), monoMs: () => performance.now() };

storeConformance("sqlite", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "store-"));
  return {
    open: (onError) => openSqliteStore({ dataDir, clock, onError }),
    remove: () => rm(dataDir, { recursive: true }),
  };
});

import type { LockList } from "#lib/contract/locks.ts";
import type { LockSource, SourceCapability, SourceLook } from "#lib/sources/source.ts";

/** Reads one page of `GET /api/v1/locks?source=native`, from the start or from a cursor. Rejects when it cannot. */
export type ReadPage = (cursor: string | null) => Promise<Pick<LockList, "items" | "nextCursor">>;

/** Locksmith's own leases, read through its API: leases have no other truth than the server that grants them. */
export class NativeSource implements LockSource {
  readonly name = "native";
  readonly capabilities: ReadonlySet<SourceCapability> = new Set([
    "epochs",
    "waiters",
    "keeps-free",
  ] as const);
  readonly #readPage: ReadPage;

  constructor(readPage: ReadPage) {
    this.#readPage = readPage;
  }

  async look(): Promise<SourceLook> {
    // A lock that moved between two pages may come twice; the later page knows better.
    const locks = new Map<string, SourceLook["locks"][number]>();
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<ReadPage>> = await this.#readPage(cursor);
      for (const row of page.items) if (row.source === "native") locks.set(row.key, row);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return { locks: [...locks.values()], limitations: [] };
  }
}

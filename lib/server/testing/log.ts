import type { EventRow } from "#lib/contract/rows.ts";
import { kernelKey } from "#lib/server/view/lock-rows.ts";
import type { DocumentKind, Documents, KernelLockRecord, Stored } from "#lib/store/records.ts";
import type { Commit } from "#lib/store/store.ts";

export type Change =
  | { [K in DocumentKind]: { put: K; value: Documents[K] } }[DocumentKind]
  | { remove: DocumentKind; id: string };

/** A log of commits as a store would publish them, with the documents as they are after it. */
export class TestLog {
  readonly documents = new Map<string, Stored<DocumentKind>>();
  #revision = 0;
  #eventId = 0;

  commit(changes: readonly Change[], texts: readonly string[] = []): Commit {
    this.#revision += 1;
    const at = 10_000 + this.#revision;
    const commit: Commit = { revision: this.#revision, at, puts: [], removes: [], events: [] };
    for (const change of changes) this.#apply(change, commit);
    commit.events = texts.map((text): EventRow => {
      this.#eventId += 1;
      const subject = { node: null, lockId: null, resource: null, ownerId: null };
      return { ...subject, id: this.#eventId, at, kind: "test.said", severity: "info", text };
    });
    return commit;
  }

  #apply(change: Change, commit: Commit): void {
    const { revision } = commit;
    if ("put" in change) {
      const id = idOf(change.put, change.value);
      const stored = { kind: change.put, id, revision, value: change.value, goneAt: null, goneHow: null };
      this.documents.set(`${change.put} ${id}`, stored);
      commit.removes = commit.removes.filter((s) => s.kind !== change.put || s.id !== id);
      commit.puts.push(stored);
      return;
    }
    const known = this.documents.get(`${change.remove} ${change.id}`);
    if (known === undefined) return;
    this.documents.delete(`${change.remove} ${change.id}`);
    commit.puts = commit.puts.filter((s) => s.kind !== change.remove || s.id !== change.id);
    commit.removes.push({ ...known, revision, goneAt: commit.at, goneHow: "test" });
  }
}

function idOf(kind: DocumentKind, value: Documents[DocumentKind]): string {
  if (kind === "kernel-lock") {
    const { node, lock } = value as KernelLockRecord;
    return kernelKey(node, lock.key);
  }
  const named = value as { resource?: string; id?: string; name?: string };
  return named.resource ?? named.id ?? named.name ?? "";
}

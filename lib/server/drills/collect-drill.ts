import type { DocumentKind, LeaseRecord, Stored } from "#lib/store/records.ts";
import type { Store } from "#lib/store/store.ts";
import { drillText, isOfDrill } from "./drill-documents.ts";

/** What is of a drill, by kind, and by what else it is found. */
export interface DrillThings {
  ids: Map<DocumentKind, string[]>;
  /** Sessions, operations and incidents: events, beats, pages and samples are theirs. */
  owners: Set<string>;
  highestEpoch: number;
  count: number;
}

/** Whose beats or events there are, or whom others name. */
const owning: ReadonlySet<DocumentKind> = new Set<DocumentKind>(["session", "operation", "incident"]);
const naming: ReadonlySet<DocumentKind> = new Set<DocumentKind>(["operation", "incident"]);

/** Looks through all documents, tombstones as well, for what is of the drill; the drill itself apart. */
export async function collectDrill(store: Pick<Store, "containing">, drillId: string): Promise<DrillThings> {
  const things: DrillThings = { ids: new Map(), owners: new Set(), highestEpoch: 0, count: 0 };
  const refs = new Set<string>();
  const known = new Set<string>();
  let texts: string[] = [drillText, drillId];
  while (texts.length > 0) {
    const next: string[] = [];
    for await (const stored of store.containing(texts)) {
      const key = `${stored.kind} ${stored.id}`;
      if (stored.kind === "drill" || known.has(key) || !isOfDrill(stored, refs)) continue;
      known.add(key);
      note(things, stored);
      if (!naming.has(stored.kind)) continue;
      refs.add(stored.id);
      next.push(stored.id);
    }
    // What is about an operation or an incident need not name anything of the drill itself.
    texts = next;
  }
  return things;
}

function note(things: DrillThings, { kind, id, value }: Stored<DocumentKind>): void {
  const ids = things.ids.get(kind) ?? [];
  ids.push(id);
  things.ids.set(kind, ids);
  things.count += 1;
  if (owning.has(kind)) things.owners.add(id);
  if (kind === "lease") things.highestEpoch = Math.max(things.highestEpoch, (value as LeaseRecord).epoch);
}

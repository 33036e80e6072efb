import type { DocumentKind, Documents, Stored } from "#lib/store/records.ts";
import type { Store } from "#lib/store/store.ts";
import { drillText, isOfDrill } from "./drill-documents.ts";

/** Something real that is named as if it belonged to a drill. */
export interface RealThing {
  /** What it is, in a word. */
  what: string;
  name: string;
}

type Rule = { [K in DocumentKind]?: (value: Documents[K]) => RealThing | null };

/** What is there of each kind, and how people call it; null for what is over, and so needs no protection. */
const rules: Rule = {
  lease: ({ resource, holder, quarantine }) =>
    holder === null && (quarantine ?? null) === null ? null : { what: "lease", name: resource },
  session: ({ node, service, state }) =>
    state === "open" ? { what: "session", name: `${service} on ${node}` } : null,
  "kernel-lock": ({ node, lock }) => ({ what: "kernel lock", name: `${lock.path ?? lock.key} on ${node}` }),
  node: ({ name }) => ({ what: "node", name }),
  unit: ({ node, unit }) => ({ what: "unit", name: `${unit} on ${node}` }),
  config: ({ name }) => ({ what: "configuration", name }),
  policy: ({ resource }) => ({ what: "policy", name: resource ?? "" }),
  incident: ({ state, title }) => (state === "resolved" ? null : { what: "incident", name: title }),
};

/**
 * What would be taken for a drill's and go with it, though no drill is on: it was made before names that begin with
 * `drill:` were kept for drills. Something that others would miss most comes first; null when there is nothing.
 */
export async function realThing(store: Pick<Store, "containing">): Promise<RealThing | null> {
  const found = new Map<DocumentKind, RealThing>();
  for await (const stored of store.containing([drillText])) {
    if (found.has(stored.kind) || stored.goneAt !== null || !isOfDrill(stored)) continue;
    const thing = thingOf(stored);
    if (thing !== null) found.set(stored.kind, thing);
  }
  for (const kind of Object.keys(rules)) {
    const thing = found.get(kind as DocumentKind);
    if (thing !== undefined) return thing;
  }
  return null;
}

function thingOf({ kind, value }: Stored<DocumentKind>): RealThing | null {
  const rule = rules[kind] as ((value: Documents[DocumentKind]) => RealThing | null) | undefined;
  return rule?.(value) ?? null;
}

import { limits } from "#lib/domain/limits.ts";

/** Lists whose filters, order and columns can be saved under a name. */
export const viewLists = ["locks", "owners", "fleet", "operations", "incidents", "configs", "audit"] as const;
export type ViewList = (typeof viewLists)[number];

/** The page of each list; its name in the address is the list's. */
export function viewListPath(list: ViewList): string {
  return `/${list}`;
}

/** Parts of each list's address that make a view. What else stands there (an open row, kiosk) is the moment's. */
const params: Readonly<Record<ViewList, readonly string[]>> = {
  locks: ["q", "state", "verdict", "source", "owner", "node", "resource", "world", "sort", "cols"],
  owners: ["q", "verdict", "kind", "node", "world", "sort", "cols"],
  fleet: ["q", "state", "kind", "group", "world", "by", "as", "sort", "cols"],
  operations: ["q", "kind", "state", "open", "world", "sort", "cols"],
  incidents: ["q", "state", "severity", "waiting", "world", "sort", "cols"],
  configs: ["q", "sort", "cols"],
  audit: ["q", "actor", "action", "outcome", "range", "from", "to", "target", "operation", "cols"],
};

/** What these parts mean when they are left out: said or not, it is the same view. */
const unsaid: Readonly<Record<string, readonly string[]>> = {
  open: ["false"],
  waiting: ["false"],
  world: ["all"],
  sort: ["attention"],
  by: ["group"],
  as: ["field"],
};

type Pairs = Iterable<readonly [string, string]>;

/** The parts of an address that belong to a view of this list, the first of each name; all others are ignored. */
export function partsOfView(list: ViewList, address: Pairs): Map<string, string> {
  const parts = new Map<string, string>();
  for (const [name, value] of address) {
    if (params[list].includes(name) && !parts.has(name)) parts.set(name, value);
  }
  return parts;
}

/** The one way to write a view's filters: known parts in their order, without what says nothing. */
export function viewQueryOf(list: ViewList, address: Pairs): string {
  const parts = partsOfView(list, address);
  const query = new URLSearchParams();
  for (const name of params[list]) {
    const value = parts.get(name);
    if (value === undefined || value === "" || unsaid[name]?.includes(value) === true) continue;
    query.set(name, value);
  }
  return query.toString();
}

/** Reads it back; names that this version of the list does not know are ignored. */
export function parseViewQuery(list: ViewList, query: string): Map<string, string> {
  return partsOfView(list, new URLSearchParams(query));
}

/**
 * The address that a link to a view stands for: what the address says wins, also an empty value, and the view says the
 * rest. Null when the address has all of it already.
 */
export function expandView(list: ViewList, query: string, address: Pairs): string | null {
  const all = [...address];
  const said = partsOfView(list, all);
  const missing = [...parseViewQuery(list, query)].filter(([name]) => !said.has(name));
  if (missing.length === 0) return null;
  return new URLSearchParams([...all.map(([name, value]) => [name, value]), ...missing]).toString();
}

/** Whether a reader may call a view so; null, or what is wrong. Names are shown to others, so nothing in them hides. */
export function viewNameProblem(name: string): string | null {
  if (name.trim() === "") return "a name of at least one character";
  if (name !== name.trim()) return "no spaces at its ends";
  if (name.length > limits.viewNameMaxChars) return `${limits.viewNameMaxChars} characters at most`;
  if (!name.isWellFormed() || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) {
    return "no control, direction or invisible characters";
  }
  return null;
}

/** Whether these are filters of the list; null, or what is wrong. */
export function viewQueryProblem(list: ViewList, query: string): string | null {
  if (query.length > limits.viewQueryMaxChars) return `${limits.viewQueryMaxChars} characters at most`;
  if (!query.isWellFormed()) return "well-formed Unicode";
  for (const [name] of new URLSearchParams(query)) {
    if (!params[list].includes(name)) return `only ${params[list].join(", ")}`;
  }
  return null;
}

/** What names of one person's views are compared by: two that look alike are one. */
export function viewNameKey(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

/** The id in what somebody pasted: an id, or a link with `view=` in it. Null for anything else, such as a name. */
export function viewIdIn(text: string): string | null {
  const id = /(?:^|[?&]view=)(view_[\w-]{16,64})(?:$|[&#])/.exec(text.trim());
  return id?.[1] ?? null;
}

type Value = string | number | null;

const natural = new Intl.Collator("en", { numeric: true });

/**
 * Rows in the order of one key (`-` before it: descending), ties in the order of the default; missing values come
 * last either way. An unknown or empty key gives the default order.
 */
export function sortRows<R>(
  rows: readonly R[],
  sort: string,
  keys: Readonly<Record<string, (row: R) => Value>>,
  byDefault: (a: R, b: R) => number,
): R[] {
  const descending = sort.startsWith("-");
  const key = descending ? sort.slice(1) : sort;
  const read = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (read === undefined) return rows.toSorted(byDefault);
  return rows.toSorted((a, b) => compareValues(read(a), read(b), descending) || byDefault(a, b));
}

/** Names in natural order: node-2 before node-10. */
export function compareNames(a: string, b: string): number {
  return natural.compare(a, b);
}

function compareValues(a: Value, b: Value, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order =
    typeof a === "number" && typeof b === "number" ? a - b : natural.compare(String(a), String(b));
  return descending ? -order : order;
}

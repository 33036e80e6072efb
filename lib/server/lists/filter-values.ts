import { ApiError } from "#lib/server/http/errors.ts";

/** The values of a filter that are separated by commas; undefined when it is absent or empty. */
export function valuesOf(text: string | undefined): string[] | undefined {
  const values = text?.split(",").filter((value) => value !== "") ?? [];
  return values.length === 0 ? undefined : values;
}

/** The same, as a set of known words. Throws `invalid` naming the field and what would be right. */
export function knownValues(
  field: string,
  text: string | undefined,
  known: readonly string[],
): ReadonlySet<string> | undefined {
  const values = valuesOf(text);
  if (values === undefined) return undefined;
  if (values.every((value) => known.includes(value))) return new Set(values);
  throw new ApiError("invalid", `${field} has an unknown value.`, undefined, [
    { field: `query.${field}`, message: `some of ${known.join(", ")}, separated by commas` },
  ]);
}

/** Verdicts with `stale` taken apart. */
export function verdictValues(
  text: string | undefined,
  known: readonly string[],
  isStale: (value: string) => boolean,
): ReadonlySet<string> | undefined {
  const values = knownValues("verdict", text, [...known, "stale"]);
  if (values === undefined) return undefined;
  const all = new Set([...values].filter((value) => value !== "stale"));
  if (values.has("stale")) for (const verdict of known) if (isStale(verdict)) all.add(verdict);
  return all;
}

import { resourceName } from "#lib/contract/common.ts";
import { usage } from "./failure.ts";

/** A name that the server takes, in a URL as well. Throws a usage failure. */
export function lockName(flag: string, name: string): string {
  const parsed = resourceName.safeParse(name);
  if (!parsed.success) throw usage(`${flag}: ${parsed.error.issues[0]?.message ?? "not a name"}`);
  return name;
}

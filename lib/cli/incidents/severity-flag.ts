import { usage } from "#lib/cli/failure.ts";
import { type Severity, severities } from "#lib/domain/states.ts";

/** One of the severities; else a usage failure that names them. */
export function severityOf(text: string): Severity {
  const found = severities.find((one) => one === text);
  if (found === undefined) throw usage(`the severity must be one of ${severities.join(", ")}`);
  return found;
}

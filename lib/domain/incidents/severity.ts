import { type Severity, severities } from "#lib/domain/states.ts";

/** The worst of several; `info` of none. */
export function worstSeverity(all: readonly { severity: Severity }[]): Severity {
  return severities[Math.max(0, ...all.map(({ severity }) => severities.indexOf(severity)))] ?? "info";
}

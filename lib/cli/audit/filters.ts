import type { Command } from "commander";
import type { ServerFlags } from "#lib/cli/connection.ts";
import { parseDuration } from "#lib/cli/duration.ts";
import { usage } from "#lib/cli/failure.ts";
import type { AuditFilterInput } from "#lib/contract/audit.ts";

export interface AuditFlags extends ServerFlags {
  text?: string;
  who?: string;
  action?: string;
  target?: string;
  operation?: string;
  outcome?: string;
  since?: string;
  from?: string;
  to?: string;
}

const longestMs = 10 * 365 * 86_400_000;

/** The filters of the audit, in the words of its page. */
export function addAuditFilters(command: Command): Command {
  return command
    .option("-t, --text <words>", "only rows with all these words")
    .option("--who <name>", "only what they did: a part of a name or id")
    .option("--action <action>", "such as operation.confirm, or operation. for all of them")
    .option("--target <id>", "exactly this target, such as native/aim_lock_config.conf")
    .option("--operation <id>", "only rows of this operation")
    .option("--outcome <outcome>", "done or refused")
    .option("--since <duration>", "only the last so long, such as 30m or 48h")
    .option("--from <time>", "not before this time, such as 2026-11-23T03:12Z")
    .option("--to <time>", "not after this time");
}

/** The query of the flags, on this machine's clock for `--since`. Throws a usage failure naming the flag. */
export function auditFilterOf(flags: AuditFlags, nowMs: number): AuditFilterInput {
  const { text, who, action, target, operation, outcome, since, from, to } = flags;
  if (outcome !== undefined && outcome !== "done" && outcome !== "refused") {
    throw usage(`--outcome must be done or refused, not ${JSON.stringify(outcome)}`);
  }
  if (since !== undefined && from !== undefined) throw usage("--since and --from do not go together");
  const begin =
    since === undefined
      ? timeOf("--from", from)
      : nowMs - parseDuration("--since", since, { minMs: 1_000, maxMs: longestMs });
  const end = timeOf("--to", to);
  return {
    ...(text === undefined ? {} : { q: text }),
    ...(who === undefined ? {} : { actor: who }),
    ...(action === undefined ? {} : { action }),
    ...(target === undefined ? {} : { target }),
    ...(operation === undefined ? {} : { operation }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(begin === undefined ? {} : { from: begin }),
    ...(end === undefined ? {} : { to: end }),
  };
}

function timeOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) {
    throw usage(`${flag} must be a time such as 2026-11-23T03:12Z, not ${JSON.stringify(text)}`);
  }
  return at;
}

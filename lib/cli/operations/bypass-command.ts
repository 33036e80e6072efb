import type { Command } from "commander";
import { parseDuration } from "#lib/cli/duration.ts";
import { usage } from "#lib/cli/failure.ts";
import { limits } from "#lib/domain/limits.ts";
import { bypassable } from "#lib/domain/operations/can.ts";
import { gateTitles } from "#lib/domain/operations/gate-help.ts";
import { type GateId, gateIds } from "#lib/domain/operations/operation.ts";
import { addOperateFlags, type OperateFlags, operate } from "./operate.ts";

interface BypassFlags extends OperateFlags {
  gate: string;
  valid: string;
}

const help = `
Two different people: whoever asks here, and somebody who acknowledges in the console. Both say that they read the list
of what is not verified. It never overrides that exactly the reviewed lock, epoch and holder is cleared.

Gates, as --gate names them and as the plan prints them:
${gateIds.map((id) => `  ${id.padEnd(13)} ${gateTitles[id]}${bypassable.includes(id) ? "" : " (never overridden)"}`).join("\n")}

Examples:
  locksmith bypass op_7Fh2kQ9xL0aB --gate quiesced --dry-run
  locksmith bypass op_7Fh2kQ9xL0aB --gate quiesced,fresh --valid 2m --read-not-verified \\
    --reason "node-9 cannot be reached and is powered off" --yes-typed aim_lock_config.conf`;

/** `locksmith bypass`. */
export function addBypassCommand(program: Command): void {
  const command = program
    .command("bypass")
    .summary("override gates of a waiting clear, by two people and for a limited time")
    .description(
      "Overrides named gates of a waiting clear. Loud on every screen, and audited also when it fails.",
    )
    .argument("<operation>", "id of the clear")
    .requiredOption("--gate <names>", `gates, separated by commas: ${bypassable.join(", ")}`)
    .option("--valid <duration>", "how long they count as open", "2m")
    .option("--read-not-verified", "I read the list of what is not verified");
  addOperateFlags(command)
    .addHelpText("after", help)
    .action(async (operationId: string, flags: BypassFlags) => {
      const gates = flags.gate.split(",").map(gateOf);
      const validMs = parseDuration("--valid", flags.valid, { minMs: 1_000, maxMs: limits.bypassMaxMs });
      process.exitCode = await operate({ kind: "bypass", operationId, gates, validMs }, flags);
    });
}

function gateOf(name: string): GateId {
  const gate = bypassable.find((id) => id === name.trim());
  if (gate === undefined)
    throw usage(`--gate must be of ${bypassable.join(", ")}, not ${JSON.stringify(name)}`);
  return gate;
}

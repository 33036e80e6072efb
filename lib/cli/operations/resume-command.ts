import type { Command } from "commander";
import { parseDuration } from "#lib/cli/duration.ts";
import { limits } from "#lib/domain/limits.ts";
import { addOperateFlags, type OperateFlags, operate } from "./operate.ts";

const resumeHelp = `
Examples:
  locksmith resume op_7Fh2kQ9xL0aB
  locksmith operations ls --kind drain --open`;

const extendHelp = `
Examples:
  locksmith extend op_7Fh2kQ9xL0aB --hold 60s --reason "the clear still waits for node-9"`;

/** `locksmith resume`. */
export function addResumeCommand(program: Command): void {
  const command = program
    .command("resume")
    .summary("end the hold of a drain before its time")
    .description("Ends the hold of a drain: its units take their work up again.")
    .argument("<operation>", "id of the drain");
  addOperateFlags(command)
    .addHelpText("after", resumeHelp)
    .action(async (operationId: string, flags: OperateFlags) => {
      process.exitCode = await operate({ kind: "resume", operationId }, flags);
    });
}

/** `locksmith extend`. */
export function addExtendCommand(program: Command): void {
  const command = program
    .command("extend")
    .summary("make the hold of a drain longer, within the policy's limit")
    .description("Makes the hold of a drain longer. It still ends by itself.")
    .argument("<operation>", "id of the drain")
    .requiredOption("--hold <duration>", "how much longer the hold lasts");
  addOperateFlags(command)
    .addHelpText("after", extendHelp)
    .action(async (operationId: string, flags: OperateFlags & { hold: string }) => {
      const holdMs = parseDuration("--hold", flags.hold, { minMs: 1_000, maxMs: limits.holdMaxMs });
      process.exitCode = await operate({ kind: "extend", operationId, holdMs }, flags);
    });
}

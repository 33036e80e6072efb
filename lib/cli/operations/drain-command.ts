import type { Command } from "commander";
import { parseDuration } from "#lib/cli/duration.ts";
import { usage } from "#lib/cli/failure.ts";
import type { SpecInput } from "#lib/client/operations.ts";
import { limits } from "#lib/domain/limits.ts";
import type { Scope } from "#lib/domain/operations/operation.ts";
import { addOperateFlags, type OperateFlags, operate } from "./operate.ts";

interface DrainFlags extends OperateFlags {
  service?: string;
  node?: string;
  group?: string;
  fleet?: boolean;
  drill?: boolean;
  hold: string;
  deadline: string;
  onDeadline: string;
  for?: string;
}

const help = `
The units of the scope finish what they run, pause, and say so; new grants to them are refused meanwhile. The hold ends
by itself, also when the server or this command is dead. End it early with locksmith resume.

Examples:
  locksmith drain --service orchestrator --hold 90s --reason "clear the stale lock on node-7" --wait
  locksmith drain --group west --dry-run
  locksmith drain --node node-3 --for op_… --reason "so that nobody takes it again"`;

/** `locksmith drain`. */
export function addDrainCommand(program: Command): void {
  const command = program
    .command("drain")
    .summary("let a service, a node, a group or the fleet finish and pause for a limited time")
    .description(
      "Drains units: they finish what they run, pause, acknowledge, and resume when the hold ends.",
    )
    .option("--service <name>", "units of this service, everywhere or on --node")
    .option("--node <name>", "units of this node")
    .option("--group <name>", "units of this group's nodes")
    .option("--fleet", "all units that there are, but no drill's")
    .option("--drill", "all units of the drill that is on")
    .option("--hold <duration>", "how long they stay paused", "90s")
    .option("--deadline <duration>", "how long they may take to finish", "60s")
    .option("--on-deadline <what>", "give-up: resume all; go-on: hold those that paused", "give-up")
    .option("--for <operation>", "the clear that it is done for: its acknowledgement covers this");
  addOperateFlags(command)
    .addHelpText("after", help)
    .action(async (flags: DrainFlags) => {
      process.exitCode = await operate(specOf(flags), flags);
    });
}

function specOf(flags: DrainFlags): SpecInput {
  const { onDeadline } = flags;
  if (onDeadline !== "give-up" && onDeadline !== "go-on") {
    throw usage(`--on-deadline must be give-up or go-on, not ${JSON.stringify(onDeadline)}`);
  }
  return {
    kind: "drain",
    scope: scopeOf(flags),
    holdMs: parseDuration("--hold", flags.hold, { minMs: 1_000, maxMs: limits.holdMaxMs }),
    deadlineMs: parseDuration("--deadline", flags.deadline, {
      minMs: 1_000,
      maxMs: limits.drainDeadlineMaxMs,
    }),
    onDeadline,
    forOperation: flags.for ?? null,
  };
}

function scopeOf({ service, node, group, fleet, drill }: DrainFlags): Scope {
  const named = [service, service === undefined ? node : undefined, group, fleet, drill].filter(
    (part) => part !== undefined,
  );
  if (named.length !== 1)
    throw usage("name exactly one of --service (with or without --node), --node, --group, --fleet, --drill");
  if (service !== undefined) return { type: "service", service, node: node ?? null };
  if (node !== undefined) return { type: "node", node };
  if (group !== undefined) return { type: "group", group };
  return { type: drill === undefined ? "fleet" : "drill" };
}

import type { Command } from "commander";
import { newRequestKey, operationCalls, type ReasonVerb, type SpecInput } from "#lib/client/operations.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import type { TelemetryRule } from "#lib/domain/operations/canary-spec.ts";
import { percentsRefusal } from "#lib/domain/operations/canary-steps.ts";
import { versionNumber } from "./config-command.ts";
import { canaryTable } from "./config-text.ts";
import { addServerFlags, connect, type ServerFlags } from "./connection.ts";
import { parseDuration } from "./duration.ts";
import { usage } from "./failure.ts";
import { follow } from "./operations/follow.ts";
import { addOperateFlags, type OperateFlags, operate } from "./operations/operate.ts";
import { operationText } from "./operations/operation-text.ts";
import { printJson } from "./output.ts";

interface StartFlags extends OperateFlags {
  nodes?: string;
  spread?: string;
  group?: string;
  percents: string;
  bake: string;
  rule: string[];
  auto?: boolean;
}

const startHelp = `
The shadow lies beside the running file on a few nodes first; each of them checks its own lock, and refuses with its
reason. Then ever more nodes run the version, each step after all of the one before were healthy for the bake time. A
refusal, a lost node or a broken rule takes everything back.

Rules (--rule, several):
  heart_rate=50..70      stays within; either side may be left out
  heart_rate~20%own      within 20 % of what the node had before
  heart_rate~20%group    within 20 % of the rest of its group

Examples:
  locksmith canary start aim_lock_config.conf 4 --spread 3 --rule heart_rate=50..70 --reason "slower aim" --wait
  locksmith canary start aim_lock_config.conf 4 --nodes drone-1,drone-2 --bake 5m --dry-run
  locksmith canary promote op_7Fh2kQ9xL0aB`;

/** `locksmith canary`. */
export function addCanaryCommand(program: Command): void {
  const group = program
    .command("canary")
    .summary("try a version of a configuration on a few nodes, then on all, and take it back")
    .description("Applies a version step by step: a shadow first, promoted only when all are healthy.");
  addStart(group);
  addStatus(group);
  addVerb(group, "promote", "begin the next step, or keep the version after the last one");
  addVerb(group, "rollback", "take everything back to the promoted version");
  addVerb(group, "abort", "as rollback; before it has begun, nothing is done");
}

function addStart(group: Command): void {
  const command = group
    .command("start")
    .summary("plan a canary and confirm it")
    .argument("<config>", "name of the configuration")
    .argument("<version>", "the version to try")
    .option("--nodes <names>", "the shadow goes to these nodes, separated by commas")
    .option("--spread <count>", "or to so many, spread over groups and kinds")
    .option("--group <name>", "with --spread: only nodes of this group")
    .option("--percents <list>", "shares of the later steps", "10,50,100")
    .option("--bake <duration>", "how long each step has to be healthy", "60s")
    .option("--rule <rule>", "a rule by which it passes or fails", collect, [])
    .option("--auto", "the next step begins by itself when the one before is healthy");
  addOperateFlags(command)
    .addHelpText("after", startHelp)
    .action(async (config: string, version: string, flags: StartFlags) => {
      process.exitCode = await operate(specOf(config, version, flags), flags);
    });
}

function addStatus(group: Command): void {
  const command = group
    .command("status")
    .summary("how it stands, with each node; --wait follows it until it has ended")
    .argument("<operation>", "its id")
    .option("--wait", "a line for each change until it has ended; the exit code says how")
    .option("--json", "as JSON");
  addServerFlags(command).action(
    async (id: string, flags: ServerFlags & { json?: boolean; wait?: boolean }) => {
      const api = connect(flags);
      const operation = await api.get<OperationDetail>(apiPaths.operation(id));
      const json = flags.json === true;
      if (flags.wait === true) process.exitCode = await follow(api, operation, { json, paused: false });
      else show(operation, json);
    },
  );
}

function addVerb(group: Command, verb: ReasonVerb, summary: string): void {
  const command = group
    .command(verb)
    .summary(summary)
    .argument("<operation>", "its id")
    .option("--reason <text>", "why: it stands in the audit", "")
    .option("--dry-run", "only say whether it could be done now")
    .option("--wait", "a line for each change until it has ended; the exit code says how")
    .option("--json", "as JSON");
  type Flags = ServerFlags & { reason: string; json?: boolean; wait?: boolean; dryRun?: boolean };
  addServerFlags(command).action(async (id: string, flags: Flags) => {
    const api = connect(flags);
    const json = flags.json === true;
    if (flags.dryRun === true) {
      const { allowed } = await api.get<OperationDetail>(apiPaths.operation(id));
      const answer = allowed[verb as keyof typeof allowed];
      if (json) printJson(answer ?? null);
      else
        process.stdout.write(
          `${answer?.allowed === true ? "It can be done now." : (answer?.reason ?? "It cannot be done now.")}\n`,
        );
      return;
    }
    const operation = await operationCalls(api).act(id, verb, flags.reason, newRequestKey());
    if (flags.wait === true) process.exitCode = await follow(api, operation, { json, paused: false });
    else show(operation, json);
  });
}

function show(operation: OperationDetail, json: boolean): void {
  if (json) {
    printJson(operation);
    return;
  }
  process.stdout.write(operationText(operation, Date.now()));
  if (operation.nodes.length > 0) process.stdout.write(`\n${canaryTable(operation.nodes)}`);
}

function collect(value: string, all: string[]): string[] {
  return [...all, value];
}

function specOf(config: string, version: string, flags: StartFlags): SpecInput {
  return {
    kind: "canary",
    config,
    version: versionNumber(version),
    targets: targetsOf(flags),
    percents: percentsOf(flags.percents),
    bakeMs: parseDuration("--bake", flags.bake, { minMs: 0, maxMs: 86_400_000 }),
    rules: flags.rule.map(parseRule),
    promoteByHand: flags.auto !== true,
  };
}

function targetsOf({ nodes, spread, group }: StartFlags) {
  if ((nodes === undefined) === (spread === undefined))
    throw usage("give exactly one of --nodes and --spread");
  if (nodes !== undefined) {
    if (group !== undefined) throw usage("--group goes with --spread");
    const names = nodes.split(",").map((name) => name.trim());
    return { by: "nodes" as const, nodes: names.filter((name) => name !== "") };
  }
  if (!/^[1-9]\d{0,3}$/.test(spread ?? "")) throw usage("--spread must be a number from 1");
  return { by: "spread" as const, group: group ?? null, count: Number(spread) };
}

function percentsOf(text: string): number[] {
  const percents = text.split(",").map((part) => Number(part.trim()));
  if (!percents.every((one) => Number.isInteger(one) && one >= 1 && one <= 100)) {
    throw usage(`--percents must be numbers from 1 to 100 such as 10,50,100, not ${JSON.stringify(text)}`);
  }
  const refusal = percentsRefusal(percents);
  if (refusal !== null) throw usage(`--percents: ${refusal}`);
  return percents;
}

const number = "-?\\d+(?:\\.\\d+)?";
const limitShape = new RegExp(`^([^=~]+)=(${number})?\\.\\.(${number})?$`);
const deviationShape = /^([^=~]+)~(\d+(?:\.\d+)?)%(own|group)$/;

/** `name=1..2` or `name~20%own`. Throws a usage failure. */
function parseRule(text: string): TelemetryRule {
  const limit = limitShape.exec(text);
  const numberIn = (part: string | undefined) => (part === undefined ? null : Number(part));
  if (limit !== null && (limit[2] ?? limit[3]) !== undefined) {
    const [min, max] = [numberIn(limit[2]), numberIn(limit[3])];
    return { metric: limit[1] ?? "", kind: "limit", min, max, against: null, maxDeviationPercent: null };
  }
  const deviation = deviationShape.exec(text);
  if (deviation === null) {
    throw usage(`--rule must be like rate=50..70, rate~20%own or rate~20%group, not ${JSON.stringify(text)}`);
  }
  const against = deviation[3] === "own" ? "own" : "group";
  const maxDeviationPercent = Number(deviation[2]);
  return {
    metric: deviation[1] ?? "",
    kind: "deviation",
    min: null,
    max: null,
    against,
    maxDeviationPercent,
  };
}

import type { Command } from "commander";
import { addServerFlags, connect, type ServerFlags } from "#lib/cli/connection.ts";
import { usage } from "#lib/cli/failure.ts";
import { printJson } from "#lib/cli/output.ts";
import { newRequestKey, operationCalls, type ReasonVerb } from "#lib/client/operations.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { OperationDetail, OperationList } from "#lib/contract/operations.ts";
import { follow } from "./follow.ts";
import { operationTable, operationText, planText } from "./operation-text.ts";

interface Flags extends ServerFlags {
  json?: boolean;
}

const help = `
Examples:
  locksmith operations ls --open
  locksmith operations show op_7Fh2kQ9xL0aB
  locksmith operations wait op_7Fh2kQ9xL0aB --paused
  locksmith operations ack op_7Fh2kQ9xL0aB --note "go ahead" --yes
  locksmith operations abort op_7Fh2kQ9xL0aB --reason "the owner came back"`;

/** `locksmith operations`. */
export function addOperationsCommand(program: Command): Command {
  const group = program
    .command("operations")
    .summary("list, show, follow, acknowledge and abort guarded actions")
    .description("Guarded actions: what waits for whom, what runs, how each ended.")
    .addHelpText("after", help);
  addLs(group);
  addShow(group);
  addWait(group);
  addAck(group);
  addVerb(group, "abort", "begin nothing more, and take back what can be taken back");
  addVerb(group, "ask", "ask once more for a second person");
  addVerb(group, "promote", "start the next step of a canary");
  addVerb(group, "rollback", "take a canary back");
  return group;
}

function addLs(group: Command): void {
  const command = group
    .command("ls")
    .summary("list them, the newest first")
    .option("--open", "only those that have not ended")
    .option("--kind <kinds>", "drain, clear, canary, resume, extend, bypass")
    .option("--state <states>", "planned, waiting, running, done, failed, …")
    .option("-t, --text <words>", "only those whose title, resource or person contains this")
    .option("--limit <number>", "at most so many", "50")
    .option("--json", "as JSON");
  addServerFlags(command).action(
    async (
      flags: Flags & { open?: boolean; kind?: string; state?: string; text?: string; limit: string },
    ) => {
      if (!/^[1-9]\d{0,3}$/.test(flags.limit)) throw usage("--limit must be a number from 1 to 9999");
      const { kind, state, text: q, limit } = flags;
      const query = { kind, state, q, limit, open: flags.open === true ? "true" : undefined };
      const list = await connect(flags).get<OperationList>(apiPaths.operations, { query });
      if (flags.json === true) printJson(list);
      else if (list.items.length === 0) process.stdout.write("No operation matches.\n");
      else process.stdout.write(operationTable(list.items, Date.now()));
    },
  );
}

function addShow(group: Command): void {
  const command = group
    .command("show")
    .summary("one operation: gates, who is awaited, steps, result")
    .argument("<operation>", "its id")
    .option("--json", "as JSON");
  addServerFlags(command).action(async (id: string, flags: Flags) => {
    show(await connect(flags).get<OperationDetail>(apiPaths.operation(id)), flags);
  });
}

function show(operation: OperationDetail, { json }: Flags): void {
  if (json === true) printJson(operation);
  else process.stdout.write(operationText(operation, Date.now()));
}

function addWait(group: Command): void {
  const command = group
    .command("wait")
    .summary("a line for each change until it has ended; the exit code says how")
    .argument("<operation>", "its id")
    .option("--paused", "of a drain: only until every unit is paused")
    .option("--json", "as JSON; progress goes to stderr");
  addServerFlags(command).action(async (id: string, flags: Flags & { paused?: boolean }) => {
    const api = connect(flags);
    const first = await api.get<OperationDetail>(apiPaths.operation(id));
    const options = { json: flags.json === true, paused: flags.paused === true };
    process.exitCode = await follow(api, first, options);
  });
}

function addAck(group: Command): void {
  const command = group
    .command("ack")
    .summary("acknowledge as the second person; without --yes it only shows what would be acknowledged")
    .argument("<operation>", "its id")
    .option("--note <text>", "for whoever asked")
    .option("--read-not-verified", "of a bypass: I read the list of what is not verified")
    .option("--yes", "acknowledge what is printed")
    .option("--json", "as JSON");
  addServerFlags(command).action(
    async (id: string, flags: Flags & { note?: string; readNotVerified?: boolean; yes?: boolean }) => {
      const api = connect(flags);
      const operation = await api.get<OperationDetail>(apiPaths.operation(id));
      if (flags.json !== true) process.stdout.write(`${planText(operation)}\n`);
      if (flags.yes !== true) throw usage("nothing was acknowledged: --yes acknowledges what was printed");
      const body = { note: flags.note ?? "", readNotVerified: flags.readNotVerified === true };
      const after = await operationCalls(api).acknowledge(id, operation.snapshot, body, newRequestKey());
      show(after, flags);
    },
  );
}

function addVerb(group: Command, verb: ReasonVerb, summary: string): void {
  const command = group
    .command(verb)
    .summary(summary)
    .argument("<operation>", "its id")
    .option("--reason <text>", "why: it stands in the audit")
    .option("--json", "as JSON");
  addServerFlags(command).action(async (id: string, flags: Flags & { reason?: string }) => {
    show(await operationCalls(connect(flags)).act(id, verb, flags.reason ?? "", newRequestKey()), flags);
  });
}

import type { Command } from "commander";
import { addServerFlags, connect, type ServerFlags } from "#lib/cli/connection.ts";
import { exitCodes } from "#lib/cli/exit-codes.ts";
import { Failure, usage } from "#lib/cli/failure.ts";
import { printJson } from "#lib/cli/output.ts";
import { type Api, ProblemError } from "#lib/client/http.ts";
import {
  newRequestKey,
  type OperationPlanned,
  operationCalls,
  type SpecInput,
} from "#lib/client/operations.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import type { FactChange } from "#lib/domain/operations/operation.ts";
import { reasonMinChars, reasonProblem } from "#lib/domain/operations/reason.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { follow } from "./follow.ts";
import { changesText, operationText, planText } from "./operation-text.ts";
import { ask, isInteractive } from "./prompt.ts";

/** The flags of every command that plans and confirms a guarded action. */
export interface OperateFlags extends ServerFlags {
  reason?: string;
  yesTyped?: string;
  readNotVerified?: boolean;
  dryRun?: boolean;
  json?: boolean;
  wait?: boolean;
}

export function addOperateFlags(command: Command): Command {
  return addServerFlags(
    command
      .option(
        "--reason <text>",
        `why, in ${reasonMinChars} characters or more: it stands in the audit and on the page of everybody who is awaited`,
      )
      .option("--yes-typed <name>", "the name that has to be typed to confirm")
      .option("--dry-run", "print the plan, and do nothing")
      .option("--wait", "go on until it has ended, with a line for each change; the exit code says how")
      .option("--json", "as JSON; progress goes to stderr"),
  );
}

/**
 * Plans, shows the plan, confirms exactly that, and follows it when asked. What is missing is asked for on a terminal;
 * without one it has to come with flags. Returns the exit code.
 */
export async function operate(spec: SpecInput, flags: OperateFlags): Promise<number> {
  const api = connect(flags);
  const calls = operationCalls(api);
  const planned = await calls.plan(spec);
  const json = flags.json === true;
  // Before the plan: who reads that to its end should not learn then that the call was wrong.
  if (flags.reason !== undefined && planned.policy.reason) requireReason(flags.reason);
  if (!json) process.stdout.write(`${planText(planned)}\n`);
  if (flags.dryRun === true) {
    if (json) printJson(planned);
    return planned.plan.refusals.length === 0 ? exitCodes.ok : exitCodes.refused;
  }
  const [refusal] = planned.plan.refusals;
  if (refusal !== undefined) throw new Failure(exitCodes.refused, refusal);
  const decision = await decide(planned, flags);
  const operation = await confirm(api, spec, planned, decision);
  if (!json) process.stdout.write(`Confirmed: ${operation.id}, ${operation.state}.\n`);
  if (flags.wait === true) return follow(api, operation, { json, paused: false });
  if (json) printJson(operation);
  else process.stdout.write(`${operationText(operation, Date.now())}`);
  return exitCodes.ok;
}

/** Refuses the call when the policy would not take its reason. */
function requireReason(reason: string): void {
  const problem = reasonProblem(reason);
  if (problem !== null) throw usage(`--reason: ${problem}`);
}

interface Decision {
  reason: string;
  typedName: string | null;
  readNotVerified: boolean;
}

async function decide({ plan, policy }: OperationPlanned, flags: OperateFlags): Promise<Decision> {
  const reason = flags.reason ?? (policy.reason ? await ask("Why: ", "--reason") : "");
  if (policy.reason) requireReason(reason);
  if (policy.kind === "bypass" && flags.readNotVerified !== true) {
    throw usage("--read-not-verified says that you read what is not verified; --dry-run prints it");
  }
  const { typedName } = plan;
  if (typedName !== null) {
    const name = safeText(typedName, 200);
    const typed = flags.yesTyped ?? (await ask(`Type ${name} to confirm: `, `--yes-typed ${name}`));
    if (typed !== typedName) throw usage(`the name to type is ${name}`);
  } else if (isInteractive() && flags.reason === undefined) {
    const answer = await ask("Type yes to confirm: ", "--reason");
    if (answer !== "yes") throw new Failure(exitCodes.refused, "not confirmed; nothing was done");
  }
  return { reason: reason.trim(), typedName, readNotVerified: flags.readNotVerified === true };
}

async function confirm(
  api: Api,
  spec: SpecInput,
  planned: OperationPlanned,
  decision: Decision,
): Promise<OperationDetail> {
  const calls = operationCalls(api);
  const key = newRequestKey();
  const { operation } = await calls.create(spec, "", key);
  if (operation === null) throw new Failure(exitCodes.error, "the server stored no operation");
  // Bound to the plan that was printed, not to that of a moment later.
  if (operation.snapshot !== planned.snapshot) throw changed(differences(planned, operation));
  try {
    return await calls.confirm(operation.id, planned.snapshot, decision, key);
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== "changed-facts") throw error;
    const changes = error.problem.context?.["changes"];
    throw changed(Array.isArray(changes) ? (changes as FactChange[]) : []);
  }
}

function differences(before: OperationPlanned, after: OperationDetail): FactChange[] {
  const was = new Map(before.plan.facts.map(({ key, value }) => [key, value]));
  return after.plan.facts
    .filter(({ key, value }) => was.get(key) !== value)
    .map(({ key, label, value }) => ({ key, label, was: was.get(key) ?? null, is: value }));
}

function changed(changes: readonly FactChange[]): Failure {
  process.stderr.write(changesText(changes));
  return new Failure(exitCodes.refused, "the facts are no longer those of the plan: look at a new one");
}

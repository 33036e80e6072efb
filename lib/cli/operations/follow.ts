import { setTimeout as delay } from "node:timers/promises";
import { exitCodes } from "#lib/cli/exit-codes.ts";
import { printJson } from "#lib/cli/output.ts";
import { type Api, UnreachableError } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import { operationText, progressText } from "./operation-text.ts";

const lookEveryMs = 500;

/**
 * A line for each change until it has ended; `paused`: until every unit of a drain is. A server that does not answer
 * for a while is waited for. Returns the exit code: 0 only when it was done.
 */
export async function follow(
  api: Api,
  first: OperationDetail,
  options: { json: boolean; paused: boolean },
): Promise<number> {
  const out = options.json ? process.stderr : process.stdout;
  let operation = first;
  let said = "";
  for (;;) {
    const line = progressText(operation);
    if (line !== said) out.write(`${new Date().toISOString().slice(11, 19)}Z  ${line}\n`);
    said = line;
    if (isEnded(operation.state) || (options.paused && isHeld(operation))) break;
    await delay(lookEveryMs);
    operation = (await look(api, operation.id, out)) ?? operation;
  }
  if (options.json) printJson(operation);
  else out.write(`\n${operationText(operation, Date.now())}`);
  return isEnded(operation.state) && operation.state !== "done" ? exitCodes.notDone : exitCodes.ok;
}

function isHeld({ units }: OperationDetail): boolean {
  return units.length > 0 && units.every(({ state }) => state === "paused");
}

async function look(api: Api, id: string, out: NodeJS.WriteStream): Promise<OperationDetail | null> {
  try {
    return await api.get<OperationDetail>(apiPaths.operation(id));
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    out.write(`${new Date().toISOString().slice(11, 19)}Z  the server does not answer; trying again\n`);
    await delay(lookEveryMs * 4);
    return null;
  }
}

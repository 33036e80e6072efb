import type { Command } from "commander";
import { ProblemError } from "#lib/client/http.ts";
import { addServerFlags, connect, type ServerFlags } from "./connection.ts";
import { exitCodes } from "./exit-codes.ts";
import { usage } from "./failure.ts";
import { lockName } from "./lock-name.ts";
import { printJson } from "./output.ts";

const help = `
Exit code 0: this epoch holds the lock now. 5: it does not, and what it writes must be refused.

Examples:
  locksmith check aim_lock_config.conf 7
  locksmith check "$LOCKSMITH_LOCK" "$LOCKSMITH_EPOCH" || exit 5`;

/** `locksmith check`: is this fencing token still the one that holds? */
export function addCheckCommand(program: Command): void {
  const command = program
    .command("check")
    .summary("ask whether an epoch still holds its lock")
    .description("Asks whether a fencing token (epoch) is still the one that holds the lock.")
    .argument("<name>", "the resource")
    .argument("<epoch>", "the epoch that was granted")
    .option("--json", "as JSON");
  addServerFlags(command)
    .addHelpText("after", help)
    .action(async (name: string, epoch: string, flags: ServerFlags & { json?: boolean }) => {
      process.exitCode = await check(lockName("NAME", name), epoch, flags);
    });
}

async function check(name: string, text: string, flags: ServerFlags & { json?: boolean }): Promise<number> {
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw usage(`EPOCH must be a whole number from 1, not ${JSON.stringify(text)}`);
  const epoch = Number(text);
  try {
    const path = `/api/v1/leases/${encodeURIComponent(name)}/check`;
    const answer = await connect(flags).send("POST", path, { epoch });
    if (flags.json === true) printJson(answer);
    else process.stdout.write(`epoch ${epoch} holds the lock\n`);
    return exitCodes.ok;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.code !== "stale-epoch") throw error;
    if (flags.json !== true) throw error;
    printJson({ resource: name, valid: false, epoch, ...error.problem.context });
    return exitCodes.leaseLost;
  }
}

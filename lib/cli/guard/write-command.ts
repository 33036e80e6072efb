import { realpathSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import type { Command } from "commander";
import type { WriteAnswer } from "#lib/agent/guardian/door-protocol.ts";
import { exitCodes } from "#lib/cli/exit-codes.ts";
import { Failure, usage } from "#lib/cli/failure.ts";
import { printJson } from "#lib/cli/output.ts";
import { limits } from "#lib/domain/limits.ts";

interface WriteFlags {
  epoch: string;
  by?: string;
  json?: boolean;
}

const help = `
The new content is read from standard input. The file's guardian writes it, whole or not at all, when the epoch is the
newest: \`locksmith show NAME --json\` has it. After a clear, every epoch from before is refused.

Exit codes: 0 written, 3 nobody guards the file here, 5 the epoch is not the newest, 75 the guardian is paused or not sure
of its lease: try later.`;

const exitCodeByRefusal = {
  "stale-epoch": exitCodes.leaseLost,
  "not-now": exitCodes.tryLater,
  invalid: exitCodes.usage,
  failed: exitCodes.error,
} as const;

/** `locksmith guard write`. */
export function addGuardWriteCommand(guard: Command): void {
  guard
    .command("write")
    .summary("give a guarded file a new content")
    .description("Asks the guardian of a file on this host to write what comes on standard input.")
    .argument("<file>", "the guarded file")
    .requiredOption("--epoch <n>", "the epoch that you were told, the newest one")
    .option("--by <who>", "who writes (user@host)")
    .option("--json", "as JSON")
    .addHelpText("after", help)
    .action(async (file: string, flags: WriteFlags) => {
      process.exitCode = await write(file, flags);
    });
}

async function write(file: string, flags: WriteFlags): Promise<number> {
  if (!/^[1-9]\d{0,14}$/.test(flags.epoch))
    throw usage(`--epoch must be a whole number from 1, not ${JSON.stringify(flags.epoch)}`);
  const by = (flags.by ?? `${userName()}@${hostname()}`).toWellFormed();
  if (by.length === 0 || by.length > 200) throw usage("--by must have 1 to 200 characters");
  const content = await standardInput();
  const { askGuardian } = await import("#lib/agent/guardian/ask-guardian.ts");
  const answer = await askGuardian(realPath(file), { epoch: Number(flags.epoch), by, content });
  if (answer === null) throw new Failure(exitCodes.notFound, `nobody guards ${file} on this host`);
  if (flags.json === true) printJson(answer);
  return answer.ok ? written(answer, flags) : refused(answer, flags);
}

function written(answer: WriteAnswer & { ok: true }, flags: WriteFlags): number {
  if (flags.json !== true) process.stdout.write(`written, now ${answer.hash.slice(0, 12)}\n`);
  return exitCodes.ok;
}

function refused(answer: WriteAnswer & { ok: false }, flags: WriteFlags): number {
  if (flags.json !== true) throw new Failure(exitCodeByRefusal[answer.code], answer.because);
  return exitCodeByRefusal[answer.code];
}

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > limits.configMaxBytes)
      throw usage(`the content has more than ${limits.configMaxBytes} bytes, which is the most`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch (error) {
    throw usage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "somebody");
  }
}

import { Command, CommanderError } from "commander";
import { addAgentCommand } from "./agent-command.ts";
import { addAuditCommand } from "./audit/audit-command.ts";
import { addCanaryCommand } from "./canary-command.ts";
import { addCheckCommand } from "./check-command.ts";
import { addConfigCommand } from "./config-command.ts";
import { addDisplayCommand } from "./displays/display-command.ts";
import { addDrillCommand, addDrillPartCommand } from "./drill-command.ts";
import { exitCodes, exitCodesHelp } from "./exit-codes.ts";
import { describeFailure } from "./failure.ts";
import { addGuardCommand } from "./guard/guard-command.ts";
import { addIncidentsCommand } from "./incidents/incidents-command.ts";
import { addLsCommand } from "./ls-command.ts";
import { addBypassCommand } from "./operations/bypass-command.ts";
import { addClearCommand } from "./operations/clear-command.ts";
import { addDrainCommand } from "./operations/drain-command.ts";
import { addOperationsCommand } from "./operations/operations-command.ts";
import { addExtendCommand, addResumeCommand } from "./operations/resume-command.ts";
import { printLine } from "./output.ts";
import { addReportCommand } from "./report-command.ts";
import { addRunCommand } from "./run-command.ts";
import { addServerCommand } from "./server-command.ts";
import { addShowCommand } from "./show-command.ts";
import { addViewsCommand } from "./views/views-command.ts";

/** The whole `locksmith` command. */
export function buildProgram(): Command {
  const program = new Command("locksmith")
    .description("Locks on configuration: who holds what, whether the holder is alive, and how to take one.")
    .enablePositionalOptions()
    .helpCommand(true)
    .addHelpText("after", `\n${exitCodesHelp}`);
  addServerCommand(program);
  addAgentCommand(program);
  addLsCommand(program);
  addShowCommand(program);
  addRunCommand(program);
  addCheckCommand(program);
  addAuditCommand(program);
  addGuardCommand(program);
  addDrainCommand(program);
  addResumeCommand(program);
  addExtendCommand(program);
  addClearCommand(program);
  addBypassCommand(program);
  addCanaryCommand(program);
  addConfigCommand(program);
  addOperationsCommand(program);
  addIncidentsCommand(program);
  addReportCommand(program);
  addViewsCommand(program);
  addDisplayCommand(program);
  addDrillCommand(program);
  addDrillPartCommand(program);
  for (const command of everyCommand(program)) quietErrors(command);
  return program;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** Runs one command line and returns the exit code; whatever goes wrong is one line on stderr. */
export async function runCli(argv: readonly string[]): Promise<number> {
  try {
    await buildProgram().parseAsync(argv, { from: "user" });
    return Number(process.exitCode ?? exitCodes.ok);
  } catch (error) {
    // Help was asked for and printed.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    const { line, exitCode } = describeFailure(error);
    if (wantsLines(argv)) {
      const code = error instanceof CommanderError ? exitCodes.usage : exitCode;
      printLine({ state: "failed", message: line.replace(/^error: /, ""), exitCode: code });
      return code;
    }
    if (error instanceof CommanderError) {
      if (error.code === "commander.help") return exitCodes.usage;
      process.stderr.write(`locksmith: ${line.replace(/^error: /, "")}; --help lists what there is\n`);
      return exitCodes.usage;
    }
    process.stderr.write(`locksmith: ${line}\n`);
    return exitCode;
  }
}

/** Of a command that speaks in lines of JSON, its failure is one of them, also when its flags cannot be read. */
function wantsLines([command, ...flags]: readonly string[]): boolean {
  return (command === "server" || command === "agent" || command === "drill") && flags.includes("--json");
}

/** Commander's own messages come as errors, so that there is one place that prints and one that chooses the code. */
function quietErrors(command: Command): void {
  command.exitOverride();
  command.configureOutput({ outputError: () => undefined });
}

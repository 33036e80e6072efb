import { type Command, Option } from "commander";
import { addServerFlags, type ServerFlags, serverUrl, tokenSource } from "./connection.ts";
import { printLine } from "./output.ts";

interface AgentFlags extends ServerFlags {
  node?: string;
  kind?: string;
  group?: string;
  config?: string;
  state?: string;
  allowClear?: boolean;
  drillFolder?: string;
  json?: boolean;
}

const help = `
The token is one of scope agent for this node; make it under Settings, or with POST /api/v1/tokens.

Examples:
  locksmith agent --server https://locks.example.org --token-file /etc/locksmith/agent-token
  locksmith agent --node node-7 --kind drone --group west --config /etc/locksmith/agent.json`;

/** `locksmith agent`. */
export function addAgentCommand(program: Command): void {
  const command = program
    .command("agent")
    .summary("watch this host's locks and report them")
    .description("Reads this host's lock table and kernel log and reports them to a server, until stopped.");
  addServerFlags(command)
    .option("--node <name>", "name of this node (LOCKSMITH_NODE, the host's name)")
    .option("--kind <kind>", "what it is: host, drone, arm, compute, control, …")
    .option("--group <group>", "group in the fleet")
    .option("--config <file>", "names of resources, labels (JSON)")
    .option("--state <file>", "remembers how far the kernel log was reported (beside the token file)")
    .option("--allow-clear", "end processes that hold a lock which this agent reported, when ordered to")
    .addOption(new Option("--drill-folder <folder>", "of a drill: only what is below it").hideHelp())
    .option("--json", "say each message in one line of JSON")
    .addHelpText("after", help)
    .action(async (flags: AgentFlags) => {
      const { runAgent } = await import("#lib/agent/main.ts");
      const stop = new AbortController();
      const onSignal = () => (stop.signal.aborted ? process.exit(1) : stop.abort());
      process.on("SIGTERM", onSignal);
      process.on("SIGINT", onSignal);
      const news = flags.json === true ? agentNews() : null;
      const exitCode = await runAgent({
        server: serverUrl(flags),
        ...tokenSource(flags, "agent-token"),
        ...given({
          node: flags.node ?? (process.env["LOCKSMITH_NODE"] || undefined),
          kind: flags.kind,
          group: flags.group,
          configFile: flags.config,
          stateFile: flags.state,
          drillFolder: flags.drillFolder,
        }),
        allowClear: flags.allowClear === true,
        signal: stop.signal,
        ...(news === null ? {} : { log: news.message }),
      });
      news?.ended(exitCode);
      process.exit(exitCode);
    });
}

/** What an agent says, in lines of JSON; a failure is told with the message that was its reason. */
function agentNews() {
  let last = "";
  return {
    message: (message: string) => {
      last = message;
      printLine({ state: "message", message });
    },
    ended: (exitCode: number) =>
      printLine(exitCode === 0 ? { state: "stopped" } : { state: "failed", message: last, exitCode }),
  };
}

/** Without what was not given: "absent" and "undefined" are not the same to everybody. */
function given<T extends Record<string, string | undefined>>(options: T): { [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

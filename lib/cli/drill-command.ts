import { type Command, Option } from "commander";
import { type DrillMode, drillPaces, drillVariations } from "#lib/domain/drill/drill.ts";
import { limits } from "#lib/domain/limits.ts";
import { addServerFlags } from "./connection.ts";
import type { DrillFlags } from "./drill-command-flags.ts";
import { usage } from "./failure.ts";

const help = `
Rehearses the whole incident, with real processes on this host and a fleet that speaks the protocol of any other. All that
belongs to it is labelled "drill:", lives apart from real nodes, and is removed without a trace when it ends: by Ctrl-C,
by --stop, or when it dies. Its incident and the incident's report go with it: --report FILE keeps that. One drill at a time.

A person plays the incident commander in the console. What goes wrong next is begun there, with --next, or by --script.
--autopilot plays the people as well.

LOCKSMITH_DRILL_DETAIL=1 shows what its processes say; LOCKSMITH_DRILL_WITHOUT=flock (or lock-table) simulates what a host
without that cannot show.

Examples:
  locksmith drill
  locksmith drill --script --variation holder-alive --on-call person
  locksmith drill --autopilot --pace brisk
  locksmith drill --stop --report drill.md`;

/** `locksmith drill`. */
export function addDrillCommand(program: Command): void {
  const command = program
    .command("drill")
    .summary("rehearse the 03:12 incident, with real processes")
    .description("Rehearses the 03:12 incident against a server, until it is over or told to stop.")
    .option(
      "--nodes <number>",
      `nodes of the fleet, from ${limits.drillNodesMin}`,
      String(limits.drillNodesMin),
    )
    .addOption(
      new Option("--variation <name>", "the story, or one with a trap")
        .choices(drillVariations)
        .default("main"),
    )
    .option("--script", "what goes wrong goes wrong by itself")
    .option("--autopilot", "played people repair it, too")
    .addOption(
      new Option("--pace <pace>", "how much time there is to look").choices(drillPaces).default("real"),
    )
    .addOption(
      new Option("--on-call <who>", "who answers the page").choices(["played", "person"]).default("played"),
    )
    .option("--deliver-pages", "receivers of pages get those of the drill, marked as such")
    .option("--once", "end it when the last act was played")
    .option("--stop", "end the drill that is on")
    .option("--status", "say how the drill that is on stands")
    .option("--next", "begin the next act of the drill that is on")
    .option(
      "--report <file>",
      "before it is removed, the report of its incident into a new file, as Markdown",
    )
    .option("--json", "say what happens as lines of JSON");
  addServerFlags(command)
    .addHelpText("after", help)
    .action(async (flags: DrillFlags) => {
      const asked = [flags.stop, flags.status, flags.next].filter((one) => one === true).length;
      if (asked > 1) throw usage("--stop, --status and --next do not go together");
      if (flags.report !== undefined && (flags.status === true || flags.next === true))
        throw usage("--report goes with the end of a drill: with --stop, or when it is started");
      const { nextAct, showDrill, stopDrill } = await import("./drill-command-steer.ts");
      if (flags.stop === true) return stopDrill(flags);
      if (flags.status === true) return showDrill(flags);
      if (flags.next === true) return nextAct(flags);
      const { runDrillHere } = await import("./drill-command-run.ts");
      process.exit(await runDrillHere(flags, modeOf(flags)));
    });
}

function modeOf({ script, autopilot }: DrillFlags): DrillMode {
  if (script === true && autopilot === true) throw usage("--script and --autopilot do not go together");
  if (autopilot === true) return "autopilot";
  return script === true ? "script" : "hand";
}

/** A process of a drill; started by the drill's runner alone. */
export function addDrillPartCommand(program: Command): void {
  program
    .command("drill-part", { hidden: true })
    .argument("<part>")
    .action(async (part: string) => {
      const { runDrillPart } = await import("#lib/drill/part-main.ts");
      process.exit(await runDrillPart(part));
    });
}

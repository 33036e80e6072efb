import type { Command } from "commander";
import { addServerFlags, connect } from "#lib/cli/connection.ts";
import { usage } from "#lib/cli/failure.ts";
import { printJson } from "#lib/cli/output.ts";
import { incidentCalls } from "#lib/client/incidents.ts";
import { newRequestKey } from "#lib/client/operations.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { IncidentDetail, IncidentList } from "#lib/contract/incidents.ts";
import { incidentTable } from "./incident-text.ts";
import { addRole } from "./role-command.ts";
import { severityOf } from "./severity-flag.ts";
import { type IncidentFlags, showIncident } from "./show-incident.ts";
import { addVerbs } from "./verb-commands.ts";

const help = `
Examples:
  locksmith incidents ls --open
  locksmith incidents show inc_7Fh2kQ9xL0aB
  locksmith incidents ack inc_7Fh2kQ9xL0aB --note "on it"
  locksmith incidents role inc_7Fh2kQ9xL0aB commander --take
  locksmith incidents note inc_7Fh2kQ9xL0aB "node-7 is off the network"
  locksmith incidents resolve inc_7Fh2kQ9xL0aB --text "cleared; the watchdog guards on"`;

/** `locksmith incidents`. */
export function addIncidentsCommand(program: Command): Command {
  const group = program
    .command("incidents")
    .summary("list, show and steer incidents")
    .description("Incidents: what is wrong, since when, whom it concerns, who is on it, and how each ended.")
    .addHelpText("after", help);
  addLs(group);
  addShow(group);
  addOpen(group);
  addVerbs(group);
  addRole(group);
  return group;
}

function addLs(group: Command): void {
  const command = group
    .command("ls")
    .summary("list them: those that need somebody first, then the newest")
    .option("--open", "only those that nobody resolved")
    .option("--state <states>", "open, mitigated, resolved")
    .option("--severity <severities>", "info, warning, critical")
    .option("-t, --text <words>", "only those whose title, resource or node contains this")
    .option("--limit <number>", "at most so many", "50")
    .option("--json", "as JSON");
  type LsFlags = IncidentFlags & {
    open?: boolean;
    state?: string;
    severity?: string;
    text?: string;
    limit: string;
  };
  addServerFlags(command).action(async (flags: LsFlags) => {
    if (!/^[1-9]\d{0,3}$/.test(flags.limit)) throw usage("--limit must be a number from 1 to 9999");
    if (flags.open === true && flags.state !== undefined) throw usage("give --open or --state, not both");
    const state = flags.open === true ? "open,mitigated" : flags.state;
    const query = { state, severity: flags.severity, q: flags.text, limit: flags.limit };
    const list = await connect(flags).get<IncidentList>(apiPaths.incidents, { query });
    if (flags.json === true) printJson(list);
    else if (list.items.length === 0) process.stdout.write("No incident matches.\n");
    else process.stdout.write(incidentTable(list.items, Date.now()));
  });
}

function addShow(group: Command): void {
  const command = group
    .command("show")
    .summary("one incident: what was seen, who is on it, its locks and operations")
    .argument("<incident>", "its id")
    .option("--json", "as JSON");
  addServerFlags(command).action(async (id: string, flags: IncidentFlags) => {
    showIncident(await connect(flags).get<IncidentDetail>(apiPaths.incident(id)), flags);
  });
}

function addOpen(group: Command): void {
  const command = group
    .command("open")
    .summary("open one by hand, for what no rule saw")
    .argument("<resource>", "name of the resource that it is about")
    .requiredOption("--title <text>", "what is wrong, in some words")
    .option("--severity <severity>", "info, warning or critical", "warning")
    .option("--lock <id>", "one lock of the resource, as source/key")
    .option("--json", "as JSON");
  type OpenFlags = IncidentFlags & { title: string; severity: string; lock?: string };
  addServerFlags(command).action(async (resource: string, flags: OpenFlags) => {
    const { title } = flags;
    const body = { title, resource, lockId: flags.lock ?? null, severity: severityOf(flags.severity) };
    showIncident(await incidentCalls(connect(flags)).open(body, newRequestKey()), flags);
  });
}

import type { Command } from "commander";
import { addServerFlags, connect } from "#lib/cli/connection.ts";
import { usage } from "#lib/cli/failure.ts";
import { incidentCalls } from "#lib/client/incidents.ts";
import { newRequestKey } from "#lib/client/operations.ts";
import { severityOf } from "./severity-flag.ts";
import { type IncidentFlags, showIncident } from "./show-incident.ts";

/** What is done to one incident; each command prints it as it is afterwards. */
export function addVerbs(group: Command): void {
  addAck(group);
  addNote(group);
  addFollowUp(group);
  addSeverity(group);
  addMerge(group);
  addEnd(group, "resolve", "say that it is over, and how it ended");
  addEnd(group, "reopen", "say that it was not over, and why");
}

function incidentCommand(group: Command, name: string, summary: string): Command {
  return addServerFlags(
    group.command(name).summary(summary).argument("<incident>", "its id").option("--json", "as JSON"),
  );
}

function addAck(group: Command): void {
  incidentCommand(group, "ack", "acknowledge: somebody is on it")
    .option("--note <text>", "noted with it")
    .action(async (id: string, flags: IncidentFlags & { note?: string }) => {
      const calls = incidentCalls(connect(flags));
      showIncident(await calls.acknowledge(id, flags.note ?? "", newRequestKey()), flags);
    });
}

function addNote(group: Command): void {
  incidentCommand(group, "note", "note something on its timeline")
    .argument("<text>", "what is noted")
    .action(async (id: string, text: string, flags: IncidentFlags) => {
      showIncident(await incidentCalls(connect(flags)).note(id, text, newRequestKey()), flags);
    });
}

function addFollowUp(group: Command): void {
  incidentCommand(group, "follow-up", "write down what is to be done later, or say that it is done")
    .argument("[text]", "what is to be done")
    .option("--done <number>", "this one is done")
    .option("--undone <number>", "this one is not done after all")
    .action(
      async (
        id: string,
        text: string | undefined,
        flags: IncidentFlags & { done?: string; undone?: string },
      ) => {
        const calls = incidentCalls(connect(flags));
        const given = [text, flags.done, flags.undone].filter((one) => one !== undefined);
        if (given.length !== 1) throw usage("give one of a text, --done and --undone");
        if (text !== undefined) showIncident(await calls.followUp(id, text, newRequestKey()), flags);
        else {
          const number = Number(flags.done ?? flags.undone);
          if (!Number.isInteger(number) || number < 1) throw usage("a follow-up is named by its number");
          const isDone = flags.done !== undefined;
          showIncident(await calls.followUpDone(id, number, isDone, newRequestKey()), flags);
        }
      },
    );
}

function addSeverity(group: Command): void {
  incidentCommand(group, "severity", "choose how grave it is; the rules leave it so")
    .argument("<severity>", "info, warning or critical")
    .requiredOption("--reason <text>", "why: it stands in the audit")
    .action(async (id: string, severity: string, flags: IncidentFlags & { reason: string }) => {
      const calls = incidentCalls(connect(flags));
      const chosen = severityOf(severity);
      showIncident(await calls.severity(id, chosen, flags.reason, newRequestKey()), flags);
    });
}

function addMerge(group: Command): void {
  incidentCommand(group, "merge", "make it part of another one")
    .argument("<into>", "id of the one that is kept")
    .requiredOption("--reason <text>", "why they are one: it stands in the audit")
    .action(async (id: string, into: string, flags: IncidentFlags & { reason: string }) => {
      showIncident(await incidentCalls(connect(flags)).merge(id, into, flags.reason, newRequestKey()), flags);
    });
}

function addEnd(group: Command, verb: "resolve" | "reopen", summary: string): void {
  incidentCommand(group, verb, summary)
    .requiredOption("--text <text>", "in some words: it stands on its page and in the audit")
    .action(async (id: string, flags: IncidentFlags & { text: string }) => {
      showIncident(await incidentCalls(connect(flags))[verb](id, flags.text, newRequestKey()), flags);
    });
}

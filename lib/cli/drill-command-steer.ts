import { setTimeout as sleep } from "node:timers/promises";
import { apiPaths } from "#lib/client/paths.ts";
import type { CurrentDrill, DrillRow } from "#lib/contract/drills.ts";
import type { DrillScore } from "#lib/domain/drill/drill.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { connect, serverUrl } from "./connection.ts";
import type { DrillFlags } from "./drill-command-flags.ts";
import { assertNew, keepReport } from "./drill-command-report.ts";
import { exitCodes } from "./exit-codes.ts";
import { Failure } from "./failure.ts";
import { printJson } from "./output.ts";

const endedWithinMs = 30_000;
const lookEveryMs = 150;

/** `--status`. */
export async function showDrill(flags: DrillFlags): Promise<void> {
  const { drill } = await current(flags);
  if (flags.json === true) return printJson({ drill });
  process.stdout.write(drill === null ? "No drill is on.\n" : drillText(drill, serverUrl(flags)));
}

/** `--next`. */
export async function nextAct(flags: DrillFlags): Promise<void> {
  const { drill } = await current(flags);
  if (drill === null) throw noDrill();
  if (drill.next === null)
    throw new Failure(exitCodes.tryLater, `nothing is to be begun by hand now: ${drill.sentence}`);
  const row = await connect(flags).send<DrillRow>("POST", `${apiPaths.drill(drill.id)}/next`, {
    act: drill.next,
  });
  if (flags.json === true) return printJson({ drill: row });
  process.stdout.write(`begun: ${safeText(titleOf(row, drill.next), 200)}\n`);
}

/** `--stop`: resolves when nothing of it is left on the server. */
export async function stopDrill(flags: DrillFlags): Promise<void> {
  assertNew(flags.report);
  const { drill } = await current(flags);
  if (drill === null) {
    if (flags.json === true) printJson({ ended: false, report: null });
    else process.stdout.write("No drill is on.\n");
    return;
  }
  let report: string | null = null;
  if (flags.report !== undefined) {
    const kept = await keepReport(connect(flags), drill.id, flags.report);
    report = kept.file;
    if (flags.json !== true) process.stdout.write(`${safeText(kept.text, 900)}\n`);
  } else if (drill.incidentId !== null && flags.json !== true) {
    process.stdout.write("Its incident's report goes with it, because there was no --report FILE.\n");
  }
  await connect(flags).send("DELETE", apiPaths.drill(drill.id));
  const giveUp = AbortSignal.timeout(endedWithinMs);
  for (;;) {
    const now = await current(flags);
    if (now.drill?.id !== drill.id) break;
    if (giveUp.aborted)
      throw new Failure(exitCodes.tryLater, "the drill is being ended, and is not over yet");
    await sleep(lookEveryMs);
  }
  if (flags.json === true) printJson({ ended: true, report });
  else process.stdout.write("The drill is over; nothing of it is left but its rows in the audit.\n");
}

function current(flags: DrillFlags): Promise<CurrentDrill> {
  return connect(flags).get<CurrentDrill>(apiPaths.currentDrill);
}

function noDrill(): Failure {
  return new Failure(exitCodes.notFound, "no drill is on");
}

function drillText(drill: DrillRow, server: string): string {
  const { options, acts, coach, parts, next, score } = drill;
  const marks = { pending: "    ", on: "now ", over: "done" };
  const lines = [
    `${drill.sentence}`,
    `${options.nodes} nodes, ${options.variation}, ${options.mode}, pace ${options.pace}; started by ${drill.startedBy}`,
    "Acts:",
    ...acts.map((act) => `  ${marks[act.state]} ${act.title}`),
    "Parts:",
    ...parts.map(({ part, how, why }) => `  ${how}: ${part}${why === null ? "" : ` (${why})`}`),
    ...(score === null ? [] : scoreLines(score)),
    "Coach:",
    ...coach.slice(-3).map(({ text, look }) => `  ${text}${look === null ? "" : ` ${server}${look}`}`),
    ...(next === null ? [] : [`next, with locksmith drill --next: ${titleOf(drill, next)}`]),
  ];
  return lines.map((line) => `${safeText(line, 700)}\n`).join("");
}

function scoreLines({ sentence, goals, wrongMoves }: DrillScore): string[] {
  const states = { true: "met", false: "missed", null: "open" };
  return [
    "Score:",
    `  ${sentence}`,
    "Goals:",
    ...goals.map(({ met, text }) => `  ${states[`${met}`].padEnd(6)} ${text}`),
    ...(wrongMoves.length === 0
      ? []
      : ["Wrong moves:", ...wrongMoves.map(({ who, text }) => `  ${who}: ${text}`)]),
  ];
}

function titleOf({ acts }: DrillRow, id: string): string {
  return acts.find((act) => act.id === id)?.title ?? id;
}

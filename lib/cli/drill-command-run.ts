import { apiPaths } from "#lib/client/paths.ts";
import { handedDrill, handedDrillVariable, type StartedDrill } from "#lib/contract/drills.ts";
import type { DrillMode, DrillOptions, DrillPace, DrillVariation } from "#lib/domain/drill/drill.ts";
import { limits } from "#lib/domain/limits.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { DrillEnd, DrillNews } from "#lib/drill/main.ts";
import { launchedConsole } from "#lib/drill/parts/launched-console.ts";
import { connect, serverUrl } from "./connection.ts";
import type { DrillFlags } from "./drill-command-flags.ts";
import { assertNew, keepReport } from "./drill-command-report.ts";
import { exitCodes } from "./exit-codes.ts";
import { Failure, usage } from "./failure.ts";
import { printLine } from "./output.ts";

/** npm and a terminal both pass Ctrl-C on: a second signal this soon is the same wish. */
const sameWishMs = 1_000;

interface Opened {
  drillId: string;
  options: DrillOptions;
  tokens: { fleet: string; commander: string; onCall: string };
}

/** Runs a drill in the foreground until it is over. Returns the exit code. */
export async function runDrillHere(flags: DrillFlags, mode: DrillMode): Promise<number> {
  const server = serverUrl(flags);
  assertNew(flags.report);
  const stop = new AbortController();
  let askedMs = Number.POSITIVE_INFINITY;
  const onSignal = () => {
    // Its keeper still leaves nothing.
    if (performance.now() - askedMs > sameWishMs) process.exit(130);
    askedMs = Math.min(askedMs, performance.now());
    stop.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  const console = launchedConsole(server);
  const opened = handed() ?? (await open(flags, mode));
  const report = flags.json === true ? reportJson : reportText(server, flags.report !== undefined);
  report.opened(opened);
  const { runDrill } = await import("#lib/drill/main.ts");
  const ended = await runDrill({
    ...opened,
    server,
    signal: stop.signal,
    once: flags.once === true,
    onNews: report.news,
    beforeEnd: async () => {
      if (flags.report === undefined) return;
      const kept = keepReport(connect(flags), opened.drillId, flags.report).then(({ text }) => text);
      report.note(await kept.catch((error: Error) => `Its report could not be kept: ${error.message}`));
    },
    console,
  });
  report.ended(ended);
  return ended.failed || ended.kept === null ? exitCodes.error : exitCodes.ok;
}

async function open(flags: DrillFlags, mode: DrillMode): Promise<Opened> {
  const options: DrillOptions = {
    nodes: nodesOf(flags.nodes),
    variation: flags.variation as DrillVariation,
    mode,
    pace: flags.pace as DrillPace,
    onCall: flags.onCall === "person" ? "person" : "played",
    deliverPages: flags.deliverPages === true,
  };
  const body = { options, runner: "caller" };
  const { drill, tokens } = await connect(flags).send<StartedDrill>("POST", apiPaths.drills, body);
  if (tokens === null) throw new Failure(exitCodes.error, "the server gave no tokens for the drill");
  return { drillId: drill.id, options: drill.options, tokens };
}

/** A server that runs a drill on its own host hands it over in the environment. */
function handed(): Opened | null {
  const text = process.env[handedDrillVariable];
  if (!text) return null;
  // What it starts must not have it.
  delete process.env[handedDrillVariable];
  const { id, options, tokens } = handedDrill.parse(JSON.parse(text));
  return { drillId: id, options, tokens };
}

function nodesOf(text: string): number {
  const nodes = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (nodes >= limits.drillNodesMin && nodes <= limits.drillNodesMax) return nodes;
  throw usage(
    `--nodes must be a number from ${limits.drillNodesMin} to ${limits.drillNodesMax}, not ${JSON.stringify(text)}`,
  );
}

interface Report {
  note: (text: string) => void;
  opened: (opened: Opened) => void;
  news: (news: DrillNews) => void;
  ended: (ended: DrillEnd) => void;
}

const reportJson: Report = {
  note: (text) => printLine({ state: "detail", text }),
  opened: ({ drillId, options }) => printLine({ state: "starting", drillId, options }),
  news: (news) => {
    if (news.what === "coach") printLine({ state: "coach", ...news.line });
    else if (news.what === "running") printLine({ state: "running", folder: news.folder });
    else if (news.what === "next") printLine({ state: "next", title: news.title });
    else printLine({ state: "detail", text: news.text });
  },
  ended: ({ why, kept }) => printLine({ state: "ended", why, kept }),
};

/** Plain lines: what happened, and what to look at with a link. */
function reportText(server: string, keeps: boolean): Report {
  const print = (text: string) => process.stdout.write(`${safeText(text, 900)}\n`);
  const isVerbose = process.env["LOCKSMITH_DRILL_DETAIL"] === "1";
  return {
    opened: ({ options }) =>
      print(
        `A drill with ${options.nodes} nodes is being started. Ctrl-C ends it${keeps ? "" : ", and its incident's report with it (--report FILE keeps that)"}.`,
      ),
    note: print,
    news: (news) => {
      if (news.what === "running") print(`It runs: ${server}/`);
      else if (news.what === "next")
        print(`? Next, when you begin it in the console or with locksmith drill --next: ${news.title}`);
      else if (news.what === "detail") {
        if (isVerbose) print(`  | ${news.text}`);
      } else {
        const { kind, text, look } = news.line;
        const mark = { happened: "*", look: ">", done: "+", trap: "!" }[kind];
        print(`${mark} ${text}`);
        if (look !== null) print(`    ${server}${look}`);
      }
    },
    ended: ({ why, kept }) => {
      print(`The drill ended: ${why}.`);
      if (kept === null)
        print("Its keeper did not say whether everything was removed; the server ends what is silent.");
      else
        print(
          kept.removed === null
            ? `${kept.processes} processes and the folder are gone; the server was not reached, and removes the rest by itself.`
            : `${kept.processes} processes, the folder and ${kept.removed} documents are gone; only the audit has rows of it.`,
        );
    },
  };
}

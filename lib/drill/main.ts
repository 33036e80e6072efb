import { createApi } from "#lib/client/http.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import type { CoachLine, DrillOptions, DrillPace } from "#lib/domain/drill/drill.ts";
import { BeatLoop } from "./director/beat-loop.ts";
import { readFacts } from "./director/facts.ts";
import { playOut } from "./director/play-out.ts";
import { Pulse } from "./director/pulse.ts";
import { makeFolder } from "./parts/folder.ts";
import { bootId, ownUsers } from "./parts/host-gives.ts";
import { KeeperLink } from "./parts/keeper-link.ts";
import type { KeptResult } from "./parts/keeper-notes.ts";
import { consoleParts } from "./parts/launched-console.ts";
import { openScene } from "./parts/scene.ts";
import type { OwnConsole } from "./stage.ts";

export interface RunDrillOptions {
  /** Origin of the server, without a slash at the end. */
  server: string;
  drillId: string;
  options: DrillOptions;
  tokens: { fleet: string; commander: string; onCall: string };
  /** End it, and leave nothing. */
  signal: AbortSignal;
  /** End it when the last act has begun, too. */
  once: boolean;
  onNews: (news: DrillNews) => void;
  /** The last moment at which everything of it is on the server. Rejects never. */
  beforeEnd?: () => Promise<void>;
  /** The server's process, where it is the drill's to kill. */
  console: OwnConsole | undefined;
}

export type DrillNews =
  | { what: "coach"; line: CoachLine }
  /** A person can begin this act now. */
  | { what: "next"; title: string }
  | { what: "running"; folder: string }
  /** What one of its processes said; for whoever looks into a failure. */
  | { what: "detail"; text: string };

export interface DrillEnd {
  /** Why it ended, after "The drill ended: ". */
  why: string;
  /** It did not come to the end that it was to come to. */
  failed: boolean;
  /** Null: the keeper could not say; the server ends what it does not hear of. */
  kept: KeptResult | null;
}

/** How long the server may be away: one that was killed and is started again finds the drill as it was. */
const patienceMs = 180_000;
const beforeEndMostMs = 8_000;
const beatEveryMs: Readonly<Record<DrillPace, number>> = { real: 1_000, brisk: 500, fast: 250 };
/** A lock that the agent has not told of by then is killed unseen: its verdict will say less. */
const seenWithinMs = 45_000;

/** Runs a drill that the server has opened, until it ends. Whatever happens to this process, nothing of it is left. */
export async function runDrill(run: RunDrillOptions): Promise<DrillEnd> {
  const keeper = new KeeperLink();
  keeper.tell({ what: "drill", server: run.server, id: run.drillId, token: run.tokens.fleet });
  const ending = new AbortController();
  const signal = AbortSignal.any([run.signal, ending.signal]);
  let why: string | null = null;
  let failed = false;
  const end = (because: string) => {
    why ??= because;
    ending.abort();
  };
  try {
    await Promise.race([aborted(signal), play(run, { keeper, signal, end })]);
  } catch (error) {
    failed = !signal.aborted;
    if (failed) end(`it could not go on: ${error instanceof Error ? error.message : error}`);
  }
  await Promise.race([run.beforeEnd?.(), pause(beforeEndMostMs, new AbortController().signal)]);
  ending.abort();
  const kept = await keeper.finish();
  return { why: why ?? "it was told to", failed, kept };
}

interface Life {
  keeper: KeeperLink;
  signal: AbortSignal;
  end: (why: string) => void;
}

async function play(run: RunDrillOptions, { keeper, signal, end }: Life): Promise<void> {
  const { server, drillId, options, tokens, onNews } = run;
  const of = (token: string) => createApi({ baseUrl: server, token });
  const api = { fleet: of(tokens.fleet), commander: of(tokens.commander), onCall: of(tokens.onCall) };
  const clocks = { monoMs: () => performance.now(), wallMs: () => Date.now() };
  const everyMs = beatEveryMs[options.pace];
  const beats = new BeatLoop({ api: api.fleet, drillId, everyMs, patienceMs, ...clocks });
  const folder = makeFolder();
  keeper.tell({ what: "folder", path: folder });
  // Before the first lock is taken: what lies below it is the drill's, whoever reports it.
  const boot = bootId();
  if (boot !== "") beats.tell({ folder: { bootId: boot, path: folder, users: ownUsers() } });
  beats.tell({ sentence: "Its processes are being started." });
  await beats.once(signal);
  void beats.run(signal).then(end);
  const pulse = new Pulse();
  void pulse.listen(api.fleet, signal);
  const untilSeen = async (pids: readonly number[]) => {
    const giveUp = AbortSignal.any([signal, AbortSignal.timeout(seenWithinMs)]);
    while (!giveUp.aborted) {
      const facts = await readFacts(api.fleet, null).catch(() => null);
      if (facts?.flocks.some(({ holder }) => pids.includes(holder?.pid ?? -1)) === true) return;
      await pulse.wait(200, giveUp);
    }
  };
  const scene = await openScene({
    server,
    fleetToken: tokens.fleet,
    drillId,
    nodes: options.nodes,
    pace: options.pace,
    variation: options.variation,
    folder,
    onStarted: ({ pid, startTime }) => keeper.tell({ what: "process", pid, startTime }),
    onLine: (text) => onNews({ what: "detail", text }),
    untilSeen,
    signal,
  });
  signal.throwIfAborted();
  const parts = [...scene.parts.list, ...consoleParts(options.variation, run.console)];
  beats.tell({ state: "running", parts });
  onNews({ what: "running", folder });
  const own = run.console === undefined ? {} : { console: run.console };
  const base = { drillId, options, server, api, ...scene, ...own, signal };
  const over = playOut({
    base,
    beats,
    pulse,
    monoMs: clocks.monoMs,
    onLine: (line) => onNews({ what: "coach", line }),
    onNext: (title) => onNews({ what: "next", title }),
  });
  if (!run.once) {
    // The coach has said why; whoever looks on may go on by hand.
    void over.catch(() => undefined);
    return aborted(signal);
  }
  await over;
  end("the story is over");
}

function aborted(signal: AbortSignal): Promise<void> {
  return pause(2 ** 31 - 1, signal);
}

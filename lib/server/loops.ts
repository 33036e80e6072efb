import { limits } from "#lib/domain/limits.ts";
import { retentionCutoffs } from "#lib/domain/retention.ts";
import { HealthNotes } from "./agents/health-notes.ts";
import { watchNodes } from "./agents/node-watch.ts";
import { Background } from "./background.ts";
import type { ServerContext } from "./context.ts";
import { ScoreKeeper } from "./drills/score-keeper.ts";
import { watchDrill } from "./drills/watch-drill.ts";
import { FleetMinutes } from "./fleet-minute.ts";
import { sweepIncidents } from "./incidents/sweep-incidents.ts";
import { noteDeafness, noteListening } from "./listening-log.ts";
import { startPaging } from "./paging/paging-loop.ts";
import { ListeningClock } from "./sessions/listening-clock.ts";

const nodeWatchMs = 1_000;
const fleetMinuteMs = 5_000;
/** What changes within this time is told together. */
const healthMs = 2_000;
const drillWatchMs = 500;
const noteListeningMs = 5_000;
const scoreMs = 1_000;
/** Shorter pauses are the machine's everyday. */
const deafFromMs = 2_000;

/** Starts what runs beside the requests. Returns a stop that waits for the rounds under way. */
export function startLoops(context: ServerContext, clock: ListeningClock): () => Promise<void> {
  const { store, beats, log } = context;
  const background = new Background(log);
  const writable = (round: () => Promise<unknown>) => async () => {
    if (store.readOnlyReason() === null) await round();
  };
  // The start itself was no time of listening.
  clock.tick();
  background.loop("clock", ListeningClock.tickMs, async () => {
    const deafMs = clock.tick();
    if (deafMs < deafFromMs) return;
    log.warn({ deafMs }, "this process did not run for a while; silence is not counted for it");
    if (store.readOnlyReason() === null) await noteDeafness(store, clock, deafMs);
  });
  const minutes = new FleetMinutes(context);
  const started = { wallMs: clock.wallMs(), monoMs: clock.monoMs() };
  background.loop(
    "nodes",
    nodeWatchMs,
    writable(() => watchNodes(context)),
  );
  const health = new HealthNotes(context);
  background.loop(
    "health",
    healthMs,
    writable(() => health.write()),
  );
  background.loop("fleet minute", fleetMinuteMs, () => minutes.write());
  background.loop("listening", noteListeningMs, () => noteListening(store, context.clock));
  background.loop(
    "beats",
    limits.beatFoldFlushMs,
    writable(() => beats.flush()),
  );
  background.loop(
    "retention",
    limits.retentionSweepMs,
    writable(() => sweep(context, started)),
  );
  const scores = new ScoreKeeper(context);
  background.loop(
    "score",
    scoreMs,
    writable(() => scores.round()),
  );
  background.loop(
    "drill",
    drillWatchMs,
    writable(() => watchDrill(context)),
  );
  const stopPaging = startPaging(context);
  return async () => {
    await Promise.all([background.stop(), stopPaging()]);
  };
}

async function sweep(context: ServerContext, started: { wallMs: number; monoMs: number }): Promise<void> {
  const { store, clock, log } = context;
  const cutoffs = retentionCutoffs(started, clock);
  const rows = (await store.sweep(cutoffs)) + (await sweepIncidents(context, cutoffs.events));
  if (rows > 0) log.info({ rows }, "retention removed what is too old");
}

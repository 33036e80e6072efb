import { createHash } from "node:crypto";
import { createApi } from "#lib/client/http.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import { touchedByLine } from "#lib/domain/config-content.ts";
import {
  type Fleet,
  type FleetCue,
  type FleetOptions,
  type FleetStatus,
  stageNames,
} from "#lib/drill/stage.ts";
import { beatLoop } from "./beat-loop.ts";
import { CanaryParts } from "./canary-parts.ts";
import { closeSessions } from "./close-sessions.ts";
import type { Link } from "./link.ts";
import { openLoop } from "./open-loop.ts";
import { planFleet } from "./plan-fleet.ts";
import { pollLoop } from "./poll-loop.ts";
import { reportLoop } from "./report-loop.ts";
import { rhythmOf } from "./rhythm.ts";
import { rollOut } from "./roll-out.ts";
import type { Seat } from "./seat.ts";
import { SimNode } from "./sim-node.ts";
import { FleetWork } from "./work-loop.ts";

/** Sessions that share one long poll. */
const pollGroup = 500;
const serviceTtlMs = 15_000;
/** Reports that are under way at once. */
const reportersMost = 4;
/**
 * A held unit says so again: well within the time after which its word proves nothing (`limits.gateEvidenceMaxAgeMs`), and
 * not more often than a server of thousands of them has use for.
 */
const heldEvery = { fewMs: 2_500, manyMs: 5_000, many: 1_000 };
const readyLookMs = 50;
/** What was lost together comes back over so long, and longer the more there are. */
const spreadMs = { first: 2_000, most: 20_000, each: 2 };

/** What the fleet has from outside of itself. */
export type Outside = Pick<Link, "api" | "monoMs" | "random">;

/**
 * Starts all simulated nodes of a drill. Resolves when each of their sessions is open, and the server knows what each has;
 * rejects with the signal's reason when it is told to stop before that.
 */
export async function startFleet(
  options: FleetOptions,
  outside: Outside = outsideOf(options),
): Promise<Fleet> {
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  const { drillId, pace } = options;
  const rhythm = rhythmOf(pace, options.nodes);
  const config = stageNames.resource;
  const canaries = new CanaryParts(rhythm.lookMs);
  const { monoMs, random } = outside;
  const nodes: SimNode[] = planFleet(options.nodes).map(
    (plan) =>
      new SimNode({
        plan,
        seed: drillId,
        config,
        ttlMs: serviceTtlMs,
        drainMs: rhythm.drainMs,
        heldEveryMs: options.nodes > heldEvery.many ? heldEvery.manyMs : heldEvery.fewMs,
        monoMs,
        random,
        mismatch: () => (work.isUnguarded ? "HOT" : null),
        shadowPart: (operationId) => canaries.next(operationId),
        signal,
      }),
  );
  const link = linkOf(
    options,
    outside,
    nodes.flatMap((node) => node.seats),
    signal,
  );
  const work = new FleetWork(link, nodes, config, rhythm);
  const loops = Promise.all([
    openLoop(link, nodes),
    beatLoop(link),
    ...groupsOf(link.seats, Math.max(pollGroup, Math.ceil(link.seats.length / reportersMost))).map((group) =>
      reportLoop(link, group),
    ),
    ...groupsOf(link.seats, pollGroup).map((group) => pollLoop(link, group)),
    work.run(),
  ]);
  const fleet = new RunningFleet({
    nodes,
    link,
    work,
    canaries,
    rollOutMs: rhythm.rollOutMs,
    stop: () => ending.abort(),
    loops,
  });
  await fleet.ready();
  return fleet;
}

function outsideOf({ server, token }: FleetOptions): Outside {
  const api = createApi({ baseUrl: server.replace(/\/+$/, ""), token });
  return { api, monoMs: () => performance.now(), random: Math.random };
}

function linkOf(
  { onTrouble }: FleetOptions,
  outside: Outside,
  seats: readonly Seat[],
  signal: AbortSignal,
): Link {
  let last = "";
  return {
    ...outside,
    seats,
    spreadMs: Math.min(spreadMs.most, spreadMs.first + spreadMs.each * seats.length),
    // Each new trouble once, not at every try of every node.
    onTrouble: (error) => {
      const text = error instanceof Error ? error.message : String(error);
      if (text !== last) onTrouble(text);
      last = text;
    },
    signal,
  };
}

function groupsOf(seats: readonly Seat[], size: number): Seat[][] {
  const groups: Seat[][] = [];
  for (let from = 0; from < seats.length; from += size) groups.push(seats.slice(from, from + size));
  return groups;
}

interface FleetParts {
  nodes: readonly SimNode[];
  link: Link;
  work: FleetWork;
  canaries: CanaryParts;
  rollOutMs: number;
  stop: () => void;
  loops: Promise<unknown>;
}

class RunningFleet implements Fleet {
  readonly #parts: FleetParts;

  constructor(parts: FleetParts) {
    this.#parts = parts;
  }

  async ready(): Promise<void> {
    const { link } = this.#parts;
    while (!link.seats.every((seat) => seat.isOpen && seat.isTold)) {
      link.signal.throwIfAborted();
      await pause(readyLookMs, link.signal);
    }
  }

  async cue(cue: FleetCue): Promise<void> {
    const { work, canaries } = this.#parts;
    switch (cue.cue) {
      case "version":
        return this.#setFile(cue.content);
      case "refused":
        return work.refused(cue.epoch);
      case "suffer":
        return work.suffer();
      case "canary":
        return canaries.play(cue.outcome);
      case "partition":
        return this.#cut(cue.nodes, true);
      default:
        return this.#cut(cue.nodes, false);
    }
  }

  async status(): Promise<FleetStatus> {
    const { nodes } = this.#parts;
    const count = (is: (node: SimNode) => boolean) => nodes.filter(is).length;
    return {
      open: count(({ seats }) => seats.every((seat) => seat.isOpen)),
      refused: count(({ work }) => work.refusals > 0),
      paused: count(({ unit }) => unit?.isPaused === true),
      unwell: count(({ work }) => work.affected),
    };
  }

  async stop(): Promise<void> {
    this.#parts.stop();
    await this.#parts.loops.catch(() => undefined);
    await closeSessions(this.#parts.link);
  }

  #setFile(content: string): void {
    const hash = createHash("sha256").update(content).digest("hex");
    const file = { content, hash, touchedBy: touchedByLine(content), touchedAt: Date.now() };
    const { nodes, link, rollOutMs } = this.#parts;
    rollOut(nodes, file, { nowMs: link.monoMs(), rollOutMs, random: link.random });
  }

  #cut(names: readonly string[], isCut: boolean): void {
    const all = new Set(names);
    for (const node of this.#parts.nodes) {
      if (all.has(node.plan.name)) for (const seat of node.seats) seat.isCut = isCut;
    }
  }
}

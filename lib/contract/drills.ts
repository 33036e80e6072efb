import { z } from "zod";
import { actIds, drillModes, drillPaces, drillStates, drillVariations } from "#lib/domain/drill/drill.ts";
import { limits } from "#lib/domain/limits.ts";
import { at, durationMs, hostText, revision } from "./common.ts";

export const drillOptions = z.strictObject({
  nodes: z.number().int().min(limits.drillNodesMin).max(limits.drillNodesMax).default(limits.drillNodesMin),
  variation: z.enum(drillVariations).default("main"),
  mode: z.enum(drillModes).default("hand"),
  pace: z.enum(drillPaces).default("real"),
  onCall: z.enum(["played", "person"]).default("played"),
  deliverPages: z.boolean().default(false),
});

const coachLine = z.object({
  at,
  act: z.enum(actIds),
  kind: z.enum(["happened", "look", "done", "trap"]),
  text: hostText(500),
  /** A path of this console: never an address that a browser would take for another host. */
  look: hostText(9_000)
    .regex(/^\/(?![/\\])/, "a path of this console")
    .nullable(),
});
const drillPart = z.object({
  part: hostText(100),
  how: z.enum(["real", "simulated"]),
  why: hostText(300).nullable(),
});
const drillAct = z.object({
  id: z.enum(actIds),
  title: hostText(100),
  state: z.enum(["pending", "on", "over"]),
  startedAt: at.nullable(),
});
export const drillScore = z.object({
  acknowledgedMs: durationMs.nullable(),
  proofMs: durationMs.nullable(),
  repairedMs: durationMs.nullable(),
  wrongMoves: z.array(z.object({ at, who: z.string(), text: z.string() })),
  goals: z.array(z.object({ text: z.string(), met: z.boolean().nullable() })),
  sentence: z.string(),
});

/** The drill that is on; there is one at a time. GET /api/v1/drills/current, and the stream's topic `drills`. */
export const drillRow = z.object({
  id: z.string(),
  state: z.enum(drillStates),
  options: drillOptions,
  startedBy: z.string(),
  startedAt: at,
  acts: z.array(drillAct),
  /** Act that a person may start now; null while one goes on by itself. */
  next: z.enum(actIds).nullable(),
  coach: z.array(coachLine),
  parts: z.array(drillPart),
  incidentId: z.string().nullable(),
  score: drillScore.nullable(),
  /** One sentence: how it stands. */
  sentence: z.string(),
  revision,
});
export type DrillRow = z.infer<typeof drillRow>;
export const currentDrill = z.object({ drill: drillRow.nullable(), revision });
export type CurrentDrill = z.infer<typeof currentDrill>;

/**
 * POST /api/v1/drills (admin). `runner: "here"`: the server starts the processes itself, on its own host; `"caller"`: who
 * asks runs them, and gets the drill's tokens, which are shown this once. 409 while another drill is on.
 */
export const startDrill = z.strictObject({
  options: drillOptions,
  runner: z.enum(["here", "caller"]).default("here"),
});
export const startedDrill = z.object({
  drill: drillRow,
  tokens: z
    .object({
      /** Opens sessions and reports for every node of the drill, and for no other. */
      fleet: z.string(),
      /** Played people: each may act on what belongs to the drill, and on nothing else. */
      commander: z.string(),
      onCall: z.string(),
    })
    .nullable(),
});
export type StartedDrill = z.infer<typeof startedDrill>;

/**
 * How a server that starts a runner itself (`runner: "here"`) hands it the drill: JSON of this shape in the environment
 * variable of this name, for `locksmith drill --server URL --json`.
 */
export const handedDrillVariable = "LOCKSMITH_DRILL_HANDED";
export const handedDrill = z.object({
  id: z.string(),
  options: drillOptions,
  tokens: z.object({ fleet: z.string(), commander: z.string(), onCall: z.string() }),
});
export type HandedDrill = z.infer<typeof handedDrill>;

/** POST /api/v1/drills/{id}/beat, by its runner alone. What is absent stays as it was; silence for 10 s ends the drill. */
export const drillBeat = z.strictObject({
  state: z.enum(["running"]).optional(),
  acts: z.array(drillAct).max(20).optional(),
  next: z.enum(actIds).nullable().optional(),
  /** Lines to be added. */
  coach: z.array(coachLine).max(50).optional(),
  parts: z.array(drillPart).max(30).optional(),
  /**
   * Where its real files are, base name `locksmith-drill-…`: locks on files below it are the drill's, whoever reports them,
   * where `users` alone hold them. These are the names by which a host's agent may know the folder's owner; anybody else can
   * make a path look like one in it, by a mount of their own.
   */
  folder: z
    .object({
      bootId: hostText(64),
      path: hostText(limits.pathMaxChars),
      users: z.array(hostText(100).min(1)).min(1).max(5),
    })
    .optional(),
  sentence: hostText(500).optional(),
});
export type DrillBeat = z.infer<typeof drillBeat>;
/** `startAct`: a person asked for it. `stop`: end everything, clean up, then say DELETE. */
export const drillBeatAnswer = z.object({
  startAct: z.enum(actIds).nullable(),
  stop: z.boolean(),
  incidentId: z.string().nullable(),
  serverAt: at,
});
export type DrillBeatAnswer = z.infer<typeof drillBeatAnswer>;

/** POST /api/v1/drills/{id}/next (operator): starts the act that is next, if it still is that one. */
export const nextAct = z.strictObject({ act: z.enum(actIds) });
/** DELETE /api/v1/drills/{id}: by an admin, asks the runner to end it; by the runner, removes all that was of it. */
export const endedDrill = z.object({ ended: z.boolean(), removed: z.number().int() });

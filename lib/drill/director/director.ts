import { type ActId, actIds, type CoachLine, type DrillAct } from "#lib/domain/drill/drill.ts";
import { awaitedIn } from "#lib/drill/coach/awaited.ts";
import { lookOf } from "#lib/drill/coach/looks.ts";
import { promptsOf } from "#lib/drill/coach/prompts.ts";
import { titleOf } from "#lib/drill/coach/titles.ts";
import type { Stage, Variation } from "#lib/drill/stage.ts";
import { readFacts, type StoryFacts } from "./facts.ts";
import { scriptOf } from "./scripts.ts";
import { currentAct, goesOnByItself, moveTo, newStory, nextOfStory, reached } from "./story.ts";

export interface DirectorOptions {
  /** For the script of one act: what it says is shown under that one. */
  stageFor: (act: ActId) => Stage;
  variation: Variation;
  signal: AbortSignal;
  /** Resolves when there may be news; at least some times a second. */
  wait: () => Promise<void>;
  incidentId: () => string | null;
  /** The act that a person asked for. */
  wanted: () => ActId | null;
  onActs: (acts: DrillAct[], next: ActId | null, sentence: string) => void;
  say: (line: CoachLine) => void;
}

/** Leads through the acts. Never does what a person would do: it looks at what they did. */
export class Director {
  readonly #options: DirectorOptions;
  #acts: DrillAct[];
  #facts: StoryFacts | null = null;
  #hot: { at: number; epoch: number } | null = null;
  #playing = 0;
  #prompted: ReadonlySet<string> = new Set();
  #told = "";
  readonly #end = Promise.withResolvers<void>();

  constructor(options: DirectorOptions) {
    this.#options = options;
    this.#acts = newStory(titleOf, options.variation.leaveOut);
  }

  /** The act that is on. */
  get act(): ActId {
    return currentAct(this.#acts) ?? "calm";
  }

  /** Resolves when the last act has begun, and what it does is done. */
  get over(): Promise<void> {
    return this.#end.promise;
  }

  stateOf(id: ActId): DrillAct["state"] {
    return this.#acts.find((act) => act.id === id)?.state ?? "over";
  }

  /** From calm to the report, until told to stop. Rejects never. */
  async run(): Promise<void> {
    const { signal, wait, incidentId, variation } = this.#options;
    this.#begin("calm");
    void variation
      .beside?.(this.#options.stageFor("calm"))
      .catch((error: unknown) => this.#trouble("calm", error));
    while (!signal.aborted) {
      const stage = this.#options.stageFor("calm");
      this.#facts = await readFacts(stage.api.fleet, incidentId()).catch(() => this.#facts);
      this.#noteSilence();
      this.#goOn();
      this.#prompt();
      this.#tell();
      await wait();
    }
  }

  /** An owner that comes back does so under the epoch that it had: from its silence on, that one is good again. */
  #noteSilence(): void {
    const lease = this.#facts?.lease;
    if (this.#options.variation.ownerReturns !== true || this.#hot === null || lease == null) return;
    if (lease.verdict !== "live") this.#hot = { ...this.#hot, epoch: (lease.epoch ?? 0) - 1 };
  }

  #goOn(): void {
    const { wanted, stageFor } = this.#options;
    const byPeople = this.#facts === null ? null : reached(this.#acts, this.#facts, this.#hot);
    const next = byPeople ?? nextOfStory(this.#acts, this.#playing > 0);
    if (next === null) return;
    const isDue = next === byPeople || goesOnByItself(stageFor("calm").options.mode) || wanted() === next;
    if (isDue) this.#begin(next);
  }

  #begin(id: ActId): void {
    const { stageFor, variation, say } = this.#options;
    const at = stageFor(id).now();
    if (id === "hot") this.#hot = { at, epoch: this.#facts?.lease?.epoch ?? 0 };
    const isFleetDue = id !== "fleet" && this.stateOf("fleet") === "pending";
    const title = variation.titles?.[id] ?? titleOf(id);
    this.#acts = moveTo(this.#acts, id, at).map((act) => (act.id === id ? { ...act, title } : act));
    const look = variation.looks?.[id] ?? lookOf(id, this.#facts, stageFor(id).options);
    say({ at, act: id, kind: "look", ...look });
    // Whoever is faster than the story still meets a fleet that has halted.
    if (isFleetDue && this.stateOf("fleet") === "over") this.#play("fleet");
    this.#play(id);
    this.#tell();
  }

  /** What has to be pressed now is said the moment that it is so: an acknowledgement does not last long. */
  #prompt(): void {
    if (this.#hot === null || this.#facts === null) return;
    const { say, stageFor, variation } = this.#options;
    const prompts = promptsOf(this.#facts, variation);
    const at = stageFor(this.act).now();
    for (const { key, text, look } of prompts) {
      if (!this.#prompted.has(key)) say({ at, act: this.act, kind: "look", text, look });
    }
    this.#prompted = new Set(prompts.map(({ key }) => key));
  }

  #play(id: ActId): void {
    const { stageFor, variation } = this.#options;
    const stage = stageFor(id);
    const story = scriptOf(id);
    const own = variation.acts?.[id];
    this.#playing += 1;
    const play = own === undefined ? story(stage) : own(stage, story);
    void play
      .catch((error: unknown) => this.#trouble(id, error))
      .finally(() => {
        this.#playing -= 1;
        if (id === this.#acts.at(-1)?.id) this.#end.resolve();
      });
  }

  #trouble(id: ActId, error: unknown): void {
    const { signal, say, stageFor } = this.#options;
    if (signal.aborted) return;
    const why = error instanceof Error ? error.message : String(error);
    const text = `The drill could not go on as it was written: ${why}`.slice(0, 500);
    say({ at: stageFor(id).now(), act: id, kind: "happened", text, look: null });
  }

  #tell(): void {
    const next = nextOfStory(this.#acts, this.#playing > 0);
    const byHand = goesOnByItself(this.#options.stageFor("calm").options.mode) ? null : next;
    const sentence = sentenceOf(this.#acts, byHand, this.#facts?.incident?.state === "resolved");
    const told = JSON.stringify([this.#acts, byHand, sentence]);
    if (told === this.#told) return;
    this.#told = told;
    this.#options.onActs(this.#acts, byHand, sentence);
  }
}

/** How it stands, and what is awaited. */
function sentenceOf(acts: readonly DrillAct[], next: ActId | null, isResolved: boolean): string {
  const on = currentAct(acts);
  const place = acts.findIndex(({ id }) => id === on) + 1;
  const title = acts[place - 1]?.title ?? "";
  const where = `Act ${place} of ${acts.length}: ${title.replace(/[.?!]?$/, (end) => end || ".")}`;
  if (next !== null) return `${where} Next, when you start it: ${acts.find(({ id }) => id === next)?.title}.`;
  if (on === null) return where;
  return on === actIds.at(-1) && isResolved ? `${where} The story is over.` : `${where} ${awaitedIn(on)}`;
}

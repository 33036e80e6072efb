import type { FleetCue } from "#lib/drill/stage.ts";
import type { ShadowPart } from "./sim-config.ts";

export type CanaryOutcome = Extract<FleetCue, { cue: "canary" }>["outcome"];

const remembered = 20;

/**
 * Who of a canary's nodes does what, by the order in which they got its shadow: in the story each looks at the lock itself,
 * one later than the other, so that the first to find it HOT is alone when everything goes back.
 */
export class CanaryParts {
  readonly #lookMs: number;
  #outcome: CanaryOutcome = "one-refuses";
  readonly #counts = new Map<string, number>();

  constructor(lookMs: number) {
    this.#lookMs = lookMs;
  }

  /** Of canaries from now on. */
  play(outcome: CanaryOutcome): void {
    this.#outcome = outcome;
  }

  /** The part of the next node of this operation. */
  next(operationId: string): ShadowPart {
    const place = this.#counts.get(operationId) ?? 0;
    this.#counts.delete(operationId);
    this.#counts.set(operationId, place + 1);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > remembered && oldest !== undefined) this.#counts.delete(oldest);
    if (this.#outcome !== "one-refuses") return { lookAfterMs: null, isBad: this.#isBad(place) };
    return { lookAfterMs: this.#lookMs * (place + 1), isBad: false };
  }

  #isBad(place: number): boolean {
    return this.#outcome === "bad-telemetry" && place === 0;
  }
}

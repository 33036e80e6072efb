import type { TelemetryPoint } from "#lib/contract/orders.ts";
import { chance } from "./chance.ts";

export interface MeasureFacts {
  seed: string;
  node: string;
  config: string;
  /** On the fleet's clock. */
  nowMs: number;
  /** Since when it has the shadow; null when it has none. */
  shadowFromMs: number | null;
  /** The shadow makes it fly off its course. */
  shadowIsBad: boolean;
}

/** After so long a bad shadow has shown what it does. */
const rampMs = 4_000;

/** What a node measures just now of what it runs and of a shadow, at best as of now. The same at the same time, for one seed. */
export function measureNode(facts: MeasureFacts): TelemetryPoint[] {
  const { seed, node, config, nowMs, shadowFromMs, shadowIsBad } = facts;
  const point = (metric: string, variant: TelemetryPoint["variant"], value: number): TelemetryPoint => ({
    config,
    metric,
    variant,
    value: Math.round(value * 1_000) / 1_000,
    agoMs: 0,
  });
  const heart =
    61 + 9 * chance(seed, node, "heart") + 1.5 * Math.sin(nowMs / 7_000 + number(facts, "phase") * 6);
  const off = 0.22 + 0.12 * chance(seed, node, "off");
  const running = [
    point("heart_rate", "running", heart + number(facts, "heart r")),
    point("trajectory_deviation", "running", off + 0.03 * number(facts, `off r ${nowMs}`)),
  ];
  if (shadowFromMs === null) return running;
  const ramp = Math.min(1, Math.max(0, nowMs - shadowFromMs) / rampMs);
  const drift = shadowIsBad ? 1.6 + 2.4 * ramp : 0.01;
  return [
    ...running,
    point("heart_rate", "shadow", heart + (shadowIsBad ? 14 * ramp : 0) + number(facts, "heart s")),
    point("trajectory_deviation", "shadow", off + drift + 0.03 * number(facts, `off s ${nowMs}`)),
  ];
}

function number({ seed, node }: MeasureFacts, what: string): number {
  return chance(seed, node, what);
}

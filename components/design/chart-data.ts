import type { TimelineInput } from "#components/charts/timeline-model.ts";
import { stillMs } from "./still-clock.tsx";

const minuteMs = 60_000;
const beatMs = 2_000;

/** One hour before the still moment, in whole minutes. */
export const hour = {
  fromMs: stillMs - (stillMs % minuteMs) - 59 * minuteMs,
  toMs: stillMs - (stillMs % minuteMs) + minuteMs,
};

const minutes = Array.from({ length: 60 }, (_, index) => hour.fromMs + index * minuteMs);
/** The server was not there: nothing is known, which is not zero. */
const heard = minutes.filter((_, index) => index < 12 || index > 16);

/** Refusals a minute: none, until the lock went HOT. */
export const refusals = heard.map((atMs) => ({
  atMs,
  value: atMs < stillMs - 30 * minuteMs ? 0 : 40 + ((atMs / minuteMs) % 7) * 9,
}));

/** Nodes by state in the same hour. */
export const fleet = heard.map((atMs) => {
  const bad = atMs < stillMs - 30 * minuteMs ? 0 : Math.min(60, 12 + ((stillMs - atMs) / minuteMs) * 0.5);
  const halted = Math.round(bad);
  const impaired = Math.round(bad / 2);
  return { atMs, values: { up: 101 - halted - impaired, impaired, halted } };
});

function beats(fromMs: number, toMs: number): number[] {
  return Array.from({ length: Math.floor((toMs - fromMs) / beatMs) }, (_, index) => fromMs + index * beatMs);
}

const from = stillMs - 5 * minuteMs;
const silentFrom = stillMs - 95_000;

/** A guardian: steady, one gap while it was late, then silent; the server did not listen for a while. */
export const guardian: TimelineInput = {
  history: {
    from,
    to: stillMs,
    rhythmMs: beatMs,
    ttlMs: 8_000,
    raw: [...beats(from, from + 90_000), ...beats(from + 104_000, silentFrom)],
    rawFrom: from,
    minutes: [],
    verdicts: [
      { at: from, verdict: "live" },
      { at: from + 98_000, verdict: "suspect" },
      { at: from + 104_000, verdict: "live" },
      { at: silentFrom + 8_000, verdict: "suspect" },
      { at: silentFrom + 31_000, verdict: "orphan" },
    ],
    blind: [{ from: from + 150_000, to: from + 158_000 }],
  },
  marks: [
    {
      atMs: silentFrom + 2_000,
      severity: "critical",
      text: "kernel: panic thread 3 restarted the lock manager",
    },
    { atMs: silentFrom + 31_000, severity: "warning", text: "PID 1968 is gone" },
  ],
  openedAtMs: from,
};

/** Beats of the last minute for rows: as they should be, late, gone, paused, and never seen. */
export const rowBeats = {
  steady: beats(stillMs - minuteMs, stillMs),
  late: beats(stillMs - minuteMs, stillMs - 18_000),
  gone: beats(stillMs - minuteMs, stillMs - 40_000),
} as const;

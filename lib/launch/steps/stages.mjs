// @ts-check
import { CommandFailed, Interrupted } from "./run-command.mjs";

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {{ ok: boolean, counts?: Counts, output?: string }} Outcome
 *
 * @typedef {object} Stage
 * @property {string} name
 * @property {readonly string[]} [needs] stages without which it makes no sense
 * @property {boolean} [beside] runs beside those that come after it; its outcome is waited for at the end
 * @property {() => Promise<Outcome>} run
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {"ok" | "FAILED" | "not run"} result
 * @property {number} ms
 * @property {Counts | undefined} counts
 */

/** Names that were asked for and do not exist. */
export class NoSuchStage extends Error {}

/**
 * The stages to run: all, or those named with what they need.
 * @param {readonly Stage[]} stages
 * @param {readonly string[] | null} only
 */
export function selectStages(stages, only) {
  if (only === null) return [...stages];
  const byName = new Map(stages.map((stage) => [stage.name, stage]));
  /** @type {Set<string>} */
  const wanted = new Set();
  const want = (/** @type {string} */ name) => {
    const stage = byName.get(name);
    if (!stage)
      throw new NoSuchStage(`no stage ${JSON.stringify(name)}; there are ${[...byName.keys()].join(", ")}`);
    for (const need of stage.needs ?? []) want(need);
    wanted.add(name);
  };
  for (const name of only) want(name);
  return stages.filter(({ name }) => wanted.has(name));
}

/**
 * Runs stage after stage, also after one failed, except those that need it.
 * @param {readonly Stage[]} stages
 * @param {(line: string) => void} print
 * @param {() => number} [nowMs]
 * @returns {Promise<Row[]>}
 */
export async function runStages(stages, print, nowMs = () => performance.now()) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Promise<void>[]} */
  const beside = [];
  /** @param {Stage} stage */
  const runOne = async ({ name, run }) => {
    print(`${name} …`);
    const startMs = nowMs();
    const outcome = await run().catch(asOutcome);
    if (!outcome.ok && outcome.output) print(outcome.output.trimEnd());
    rows.push({ name, result: outcome.ok ? "ok" : "FAILED", ms: nowMs() - startMs, counts: outcome.counts });
  };
  for (const stage of stages) {
    const { name, needs = [] } = stage;
    const missing = rows.find((row) => needs.includes(row.name) && row.result !== "ok");
    if (missing) {
      rows.push({ name, result: "not run", ms: 0, counts: undefined });
      print(`${name}: not run, for it needs ${missing.name}`);
      continue;
    }
    if (stage.beside) {
      const running = runOne(stage);
      // It is waited for below; until then its end, good or bad, is nobody's news.
      running.catch(() => undefined);
      beside.push(running);
    } else await runOne(stage);
  }
  await Promise.all(beside);
  return rows;
}

/**
 * A stage that throws has failed, unless somebody stopped the whole run; what it printed helps more than our stack.
 * @param {unknown} error
 * @returns {Outcome}
 */
function asOutcome(error) {
  if (error instanceof Interrupted) throw error;
  if (error instanceof CommandFailed) return { ok: false, output: `${error.output}\n${error.message}` };
  return { ok: false, output: error instanceof Error ? error.stack : String(error) };
}

/**
 * One line a stage, and the totals of all tests as the last line. A stage that failed without a failed test counts as
 * one failure, so that the totals never look better than the run.
 * @param {readonly Row[]} rows
 * @returns {{ text: string, ok: boolean }}
 */
export function summary(rows) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const lines = rows.map(({ name, result, ms, counts }) => {
    totals.passed += counts?.passed ?? 0;
    totals.skipped += counts?.skipped ?? 0;
    totals.failed += result === "FAILED" ? Math.max(1, counts?.failed ?? 0) : 0;
    const tests = counts ? `  ${sentence(counts)}` : "";
    return `  ${name.padEnd(10)} ${result.padEnd(8)} ${`${(ms / 1000).toFixed(1)} s`.padStart(8)}${tests}`;
  });
  const ok = rows.length > 0 && rows.every(({ result }) => result === "ok");
  return { text: ["", ...lines, "", sentence(totals), ""].join("\n"), ok };
}

/** @param {Counts} counts */
const sentence = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

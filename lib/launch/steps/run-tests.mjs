// @ts-check
import { parseArgs } from "node:util";
import { prepare } from "./prepare.mjs";
import { progress } from "./progress.mjs";
import { refuse, reportFailure } from "./report-failure.mjs";
import { root } from "./root.mjs";
import { markRunning } from "./running.mjs";
import { NoSuchStage, runStages, selectStages, summary } from "./stages.mjs";
import { endWithNpm } from "./stop-signal.mjs";
import { screenshotStages, testStages } from "./test-stages.mjs";

/**
 * Reads `--only` or `--update-screenshots`, installs what is missing, runs the stages, and prints one summary.
 * @param {readonly string[]} argv
 * @param {readonly string[] | null} defaults the stages when none are named; null means all
 * @returns {Promise<number>} exit code: 0 all well, 1 something failed, 2 wrong flag
 */
export async function runTests(argv, defaults) {
  endWithNpm();
  const steps = progress();
  const all = testStages(steps);
  /** @type {ReturnType<typeof selectStages>} */
  let stages;
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        only: { type: "string" },
        "update-screenshots": { type: "boolean" },
        help: { type: "boolean" },
      },
    });
    if (values.help) {
      process.stdout.write(`Flags: --only NAME,NAME  of ${all.map(({ name }) => name).join(", ")}\n`);
      process.stdout.write(
        "       --update-screenshots  takes the pictures of the screens anew, and runs nothing else\n",
      );
      return 0;
    }
    stages = values["update-screenshots"]
      ? screenshotStages(steps)
      : selectStages(all, values.only?.split(",") ?? defaults);
  } catch (error) {
    refuse(error instanceof Error ? error.message.split("\n", 1).join("") : String(error));
    return error instanceof NoSuchStage || isFlagError(error) ? 2 : 1;
  }
  try {
    await prepare(root, steps, { pages: false });
    markRunning(root);
    const { text, ok } = summary(await runStages(stages, steps.say));
    process.stdout.write(text);
    return ok ? 0 : 1;
  } catch (error) {
    return reportFailure(error);
  }
}

/** @param {unknown} error */
const isFlagError = (error) =>
  error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");

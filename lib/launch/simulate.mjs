// @ts-check

import { prepare } from "./steps/prepare.mjs";
import { progress } from "./steps/progress.mjs";
import { reportFailure } from "./steps/report-failure.mjs";
import { root } from "./steps/root.mjs";
import { simulate } from "./steps/simulate.mjs";
import { endWithNpm } from "./steps/stop-signal.mjs";

/** @returns {Promise<number>} exit code: 0 no rule was broken, 1 one was */
async function main() {
  await prepare(
    root,
    progress((line) => process.stderr.write(`${line}\n`)),
    { pages: false },
  );
  const { ok, output } = await simulate(process.argv.slice(2));
  process.stdout.write(output);
  return ok ? 0 : 1;
}

endWithNpm();
process.exit(await main().catch(reportFailure));

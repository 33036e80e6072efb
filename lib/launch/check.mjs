// @ts-check
import { runTests } from "./steps/run-tests.mjs";

// The part that is fast enough to run before every commit.
process.exit(await runTests(process.argv.slice(2), ["lint", "types", "house", "exports", "unit"]));

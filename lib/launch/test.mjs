// @ts-check
import { runTests } from "./steps/run-tests.mjs";

process.exit(await runTests(process.argv.slice(2), null));

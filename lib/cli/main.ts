import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";

/** After this, everything that a server loads has been loaded. */
const loadedMs = 5_000;

// Compiling takes half of a start. The cache lies with the program, so whoever could change it could change the
// program as well; where that cannot be written, there is none.
enableCompileCache(join(import.meta.dirname, "../../node_modules/.cache/locksmith"));
setTimeout(flushCompileCache, loadedMs).unref();

// A reader that went away, such as `head`, is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
// A process of a drill never outlives the drill's runner, however that one ended.
if (process.env["LOCKSMITH_DRILL"] !== undefined && process.send !== undefined) {
  process.once("disconnect", () => process.exit(0));
  process.channel?.unref();
}
const { runCli } = await import("./program.ts");
process.exitCode = await runCli(process.argv.slice(2));

// @ts-check

/** How long the child may take to end by itself after its parent is gone. */
const graceMs = 10_000;

// Loaded with --import into every child that the launcher or a test starts: when the parent dies without a word
// (kill -9), the channel between them closes, and the child ends too instead of holding port and store for ever.
if (process.channel) {
  process.once("disconnect", () => {
    setTimeout(() => process.kill(process.pid, "SIGKILL"), graceMs).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // Listening alone would keep a child alive that has nothing else left to do.
  process.channel.unref();
}

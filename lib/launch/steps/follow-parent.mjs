// @ts-check

/** How long the child may take to end by itself after its parent is gone. */
const graceMs = 10_000;

// Loaded with --import into every child that the launcher, the `locksmith` wrapper or a test starts: when the parent
// dies without a word (kill -9), the channel between them closes, and the child ends too instead of holding port,
// store or lease for ever.
if (process.send) {
  if (process.connected) process.once("disconnect", end);
  else end();
  // Listening alone would keep a child alive that has nothing else left to do.
  process.channel?.unref();
}

function end() {
  setTimeout(() => process.kill(process.pid, "SIGKILL"), graceMs).unref();
  process.kill(process.pid, "SIGTERM");
}

// @ts-check

/** npm and the terminal both pass Ctrl-C on, so a second signal this soon is the same wish, not impatience. */
const sameWishMs = 1_000;
const parentCheckMs = 500;

/**
 * Waits for Ctrl-C or SIGTERM. A second Ctrl-C, later, ends this process at once; its children follow it.
 * @returns {Promise<void>}
 */
export function stopRequested() {
  return new Promise((resolve) => {
    /** @type {number | null} */
    let firstMs = null;
    const onSignal = (/** @type {NodeJS.Signals} */ signal) => {
      if (firstMs === null) {
        firstMs = performance.now();
        resolve();
      } else if (signal === "SIGINT" && performance.now() - firstMs > sameWishMs) process.exit(1);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, onSignal);
  });
}

/**
 * Ends this process like a SIGTERM when the npm that runs it ends: npm passes a SIGTERM on to its shell alone, which
 * dies of it and would leave us behind.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function endWithNpm(env = process.env) {
  if (!env["npm_lifecycle_event"]) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, parentCheckMs);
  timer.unref();
}

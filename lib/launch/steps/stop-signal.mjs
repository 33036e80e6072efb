// @ts-check

/** npm and the terminal both pass Ctrl-C on, so a second signal this soon is the same wish, not impatience. */
const sameWishMs = 1_000;
const parentCheckMs = 500;

/**
 * Waits for Ctrl-C, SIGTERM, or the end of the npm that runs us: npm passes a SIGTERM on to its shell alone, which
 * dies of it and leaves us behind. A second signal, later, ends this process at once; its children follow it.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<void>}
 */
export function stopRequested(env = process.env) {
  return new Promise((resolve) => {
    /** @type {number | null} */
    let firstMs = null;
    const onSignal = () => {
      if (firstMs === null) {
        firstMs = performance.now();
        resolve();
      } else if (performance.now() - firstMs > sameWishMs) process.exit(1);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, onSignal);
    if (env["npm_lifecycle_event"]) whenOrphaned(resolve);
  });
}

/** @param {() => void} then */
function whenOrphaned(then) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, parentCheckMs);
  timer.unref();
}

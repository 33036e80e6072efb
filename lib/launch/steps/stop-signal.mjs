// @ts-check

/** npm and the terminal both pass Ctrl-C on, so a second signal this soon is the same wish, not impatience. */
const sameWishMs = 1_000;

/**
 * Waits for Ctrl-C or SIGTERM. A second one, later, ends this process at once; its children follow it.
 * @returns {Promise<void>}
 */
export function stopRequested() {
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
  });
}

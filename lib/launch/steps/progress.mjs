// @ts-check

/** How often a long step says that it is still at it. */
const stillEveryMs = 15_000;

/**
 * Lines of progress with the seconds since the start in front.
 * @param {(line: string) => void} [write]
 * @param {() => number} [nowMs]
 */
export function progress(
  write = (line) => process.stdout.write(`${line}\n`),
  nowMs = () => performance.now(),
) {
  const startMs = nowMs();
  const say = (/** @type {string} */ text) => write(`[${seconds(nowMs() - startMs)}] ${text}`);
  return {
    say,
    /**
     * Runs a step, and says what it is doing until it is over.
     * @template T
     * @param {string} text as in "Building the pages"
     * @param {() => Promise<T>} work
     */
    async step(text, work) {
      say(text);
      const timer = setInterval(() => say(`${text}: still at it`), stillEveryMs);
      try {
        return await work();
      } finally {
        clearInterval(timer);
      }
    },
  };
}

/**
 * @param {number} ms
 * @returns {string} as in " 12 s", of constant width up to 999 s
 */
export function seconds(ms) {
  return `${Math.round(ms / 1000)} s`.padStart(5);
}

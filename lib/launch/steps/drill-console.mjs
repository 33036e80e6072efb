// @ts-check

/** Tells the drill which server's process it may ask to be killed and started again: its origin. */
export const drillConsoleVariable = "LOCKSMITH_DRILL_CONSOLE";

/**
 * Does what the launcher's own drill asks of its server, over the channel that only these two have: `kill` it, and `start`
 * it again. Everything else that it says there is left.
 * @param {Pick<import("./own-server.mjs").OwnServer, "kill" | "start">} server
 * @param {(text: string) => void} say
 * @returns {(message: unknown, answer: (message: object) => void) => Promise<void>}
 */
export function answerDrill(server, say) {
  return async (message, answer) => {
    const asked = askedOf(message);
    if (asked === null) return;
    try {
      if (asked === "kill") {
        say("The drill has the server killed (kill -9), and started again in a moment.");
        await server.kill();
      } else {
        const { url, signInUrl } = await server.start();
        say(`The server is back: ${url}${signInUrl ? `\n  sign in once  ${signInUrl}` : ""}`);
      }
      answer({ console: asked, error: null });
    } catch (error) {
      answer({ console: asked, error: error instanceof Error ? error.message : String(error) });
    }
  };
}

/**
 * @param {unknown} message
 * @returns {"kill" | "start" | null}
 */
function askedOf(message) {
  if (typeof message !== "object" || message === null || !("console" in message)) return null;
  return message.console === "kill" || message.console === "start" ? message.console : null;
}

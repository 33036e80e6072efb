import type { DrillPart, DrillVariation } from "#lib/domain/drill/drill.ts";
import type { OwnConsole } from "#lib/drill/stage.ts";

/** Set by the launcher that started this process and the server: the origin of that server. */
const consoleVariable = "LOCKSMITH_DRILL_CONSOLE";

type Verb = "kill" | "start";
interface Answer {
  console: Verb;
  /** Null: it is done. */
  error: string | null;
}

/**
 * The server's process, where the launcher that started this process started that, too (`npm run drill`); undefined for
 * every other server. What is asked goes over the channel between the two, which nobody else has.
 */
export function launchedConsole(server: string): OwnConsole | undefined {
  const origin = process.env[consoleVariable];
  // What it starts must not have it.
  delete process.env[consoleVariable];
  if (origin === undefined || URL.parse(server)?.origin !== origin || process.send === undefined) return;
  return { kill: () => ask("kill"), start: () => ask("start") };
}

function ask(verb: Verb): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = () => end(new Error("the launcher is gone"));
    const hear = (message: unknown) => {
      const answer = message as Answer;
      if (answer.console === verb) end(answer.error === null ? null : new Error(answer.error));
    };
    const end = (error: Error | null) => {
      process.off("message", hear);
      process.off("disconnect", gone);
      if (error === null) resolve();
      else reject(error);
    };
    process.on("message", hear);
    process.on("disconnect", gone);
    if (process.connected) process.send?.({ console: verb }, (error: Error | null) => error && end(error));
    else gone();
  });
}

/** How the console's death is played here, for the story that has one. */
export function consoleParts(variation: DrillVariation, console: OwnConsole | undefined): DrillPart[] {
  if (variation !== "console-dies") return [];
  if (console !== undefined) return [{ part: "console", how: "real", why: null }];
  const why =
    "This server does not belong to the drill: the fleet does not hear it for a while, that is all.";
  return [{ part: "console", how: "simulated", why }];
}

import { startFleet } from "#lib/drill/fleet/start-fleet.ts";
import type { Fleet, FleetCue, FleetOptions, FleetStatus } from "#lib/drill/stage.ts";
import type { OwnProcess } from "./processes.ts";
import { answerCalls, Remote, sayNews } from "./remote.ts";

type Plain = Omit<FleetOptions, "onTrouble" | "signal">;

/** The life of the fleet's process: it is told what to play, and ends with its parent. */
export function runFleetProcess(): Promise<number> {
  const ending = new AbortController();
  let fleet: Fleet | null = null;
  const playing = (): Fleet => {
    if (fleet === null) throw new Error("the fleet was not started");
    return fleet;
  };
  return new Promise((resolve) => {
    answerCalls({
      start: async (value) => {
        const onTrouble = (text: string) => sayNews("trouble", text);
        fleet = await startFleet({ ...(value as Plain), onTrouble, signal: ending.signal });
      },
      cue: async (value) => playing().cue(value as FleetCue),
      status: async () => playing().status(),
      stop: async () => {
        await fleet?.stop();
        ending.abort();
        setImmediate(() => resolve(0));
      },
    });
  });
}

/** The runner's side: the fleet in a process of its own. Resolves when every session is open. */
export async function startFleetProcess(one: OwnProcess, options: FleetOptions): Promise<Fleet> {
  const { onTrouble, signal, ...plain } = options;
  const remote = new Remote(one.child, (_, value) => onTrouble(String(value)));
  one.child.once("exit", () => signal.aborted || onTrouble("the fleet's process ended"));
  await remote.call("start", plain);
  return {
    cue: (cue) => remote.call("cue", cue),
    status: () => remote.call<FleetStatus>("status"),
    stop: () => remote.call<void>("stop").catch(() => undefined),
  };
}

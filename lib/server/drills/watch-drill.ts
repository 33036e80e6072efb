import { limits } from "#lib/domain/limits.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { removeDrill } from "./remove-drill.ts";

/** One look at the drill: goes on with a removal that was cut off, and ends a drill whose runner is silent. */
export async function watchDrill(context: ServerContext): Promise<void> {
  const { drills, drillRunner, log } = context;
  const { current } = drills;
  if (current === null) return;
  if (current.removing === true) {
    await removeDrill(context, "its removal was cut off");
    return;
  }
  if (drills.silentMs() < limits.drillSilentMs) return;
  log.warn(
    { drill: current.id },
    "the runner of the drill is silent: it is over, and what it left is removed",
  );
  await drillRunner.stop();
  await removeDrill(context, "its runner fell silent");
}

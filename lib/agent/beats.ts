import type { Api } from "#lib/client/http.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import { tunables } from "./tunables.ts";

/**
 * Beats until told to stop: a counter that grows, on a timer that waits for nothing else. A beat that does not
 * arrive is not repeated; the next one says as much. `onFailure` hears of each that failed.
 */
export async function beatLoop(
  api: Api,
  session: { sessionId: string; beatEveryMs: number },
  options: { onArrived: () => void; onFailure: (error: unknown) => void; signal: AbortSignal },
): Promise<void> {
  const path = `/api/v1/sessions/${encodeURIComponent(session.sessionId)}/beat`;
  for (let counter = 1; !options.signal.aborted; counter += 1) {
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(tunables.beatTimeoutMs)]);
    api.send("POST", path, { counter }, { signal }).then(options.onArrived, (error: unknown) => {
      if (!options.signal.aborted) options.onFailure(error);
    });
    await pause(session.beatEveryMs, options.signal);
  }
}

import type { Api } from "#lib/client/http.ts";
import { bootClockMs } from "#lib/sources/kernel/boot-clock.ts";
import type { ConfigEntry } from "./config-entry.ts";
import { ConfigPart } from "./config-part.ts";
import { ConfigState } from "./config-state.ts";
import { fetchContent } from "./fetch-content.ts";

/** The configurations of this host. `folder`: where it is remembered what was written; null: in memory alone. */
export function startConfigs(options: {
  entries: readonly ConfigEntry[];
  folder: string | null;
  connect: () => Api;
  wake: () => void;
  log: (line: string) => void;
  signal: AbortSignal;
}): { part: ConfigPart; done: Promise<void> } {
  const { entries, folder, connect, wake, log, signal } = options;
  const part = new ConfigPart({
    entries,
    state: new ConfigState(entries.length === 0 ? null : folder),
    content: (config, version) => fetchContent(connect(), config, version),
    monoMs: bootClockMs,
    wake,
    log,
    signal,
  });
  return { part, done: part.run() };
}

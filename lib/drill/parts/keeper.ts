import { rmSync } from "node:fs";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { createApi, ProblemError } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { KeeperNote, KeptResult } from "./keeper-notes.ts";
import { type OwnPid, signalOwn, untilGone } from "./processes.ts";

const askAgainMs = 300;
const patienceMs = 5_000;

/**
 * The keeper's whole life: writes down what it is told on its standard input, and at its end, which the death of the
 * runner is too, ends exactly those processes, removes the folder, and lets the server remove the rest.
 */
export async function runKeeper(): Promise<number> {
  // Ctrl-C in a terminal is for the runner; what it leaves is for us.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) process.on(signal, () => {});
  process.stdout.on("error", () => {});
  const processes: OwnPid[] = [];
  let folder: string | null = null;
  let drill: { server: string; id: string; token: string } | null = null;
  for await (const line of createInterface({ input: process.stdin })) {
    const note = noteIn(line);
    if (note === null) continue;
    if (note.what === "process") processes.push({ pid: note.pid, startTime: note.startTime });
    else if (note.what === "folder") folder = note.path;
    else drill = note;
  }
  for (const one of processes) signalOwn(one, "SIGKILL");
  const limit = sleep(patienceMs, undefined, { ref: false });
  await Promise.race([limit, Promise.all(processes.map(untilGone))]);
  if (folder !== null && isDrillFolder(folder)) rmSync(folder, { recursive: true, force: true });
  const removed = drill === null ? null : await endDrill(drill);
  const result: KeptResult = { processes: processes.length, removed };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return 0;
}

/** Null for half a line, which is all that a runner wrote that was killed over it: what it told before still counts. */
function noteIn(line: string): KeeperNote | null {
  try {
    return JSON.parse(line) as KeeperNote;
  } catch {
    return null;
  }
}

/** Nothing else is ever removed, whatever one is told. */
function isDrillFolder(path: string): boolean {
  return /^locksmith-drill-[A-Za-z0-9]+$/.test(basename(path));
}

/** How many documents the server removed; null when it could not be asked: its own patience then ends the drill. */
async function endDrill({ server, id, token }: { server: string; id: string; token: string }) {
  const api = createApi({ baseUrl: server, token });
  const giveUp = AbortSignal.timeout(patienceMs);
  while (!giveUp.aborted) {
    try {
      const answer = await api.send<{ removed: number }>("DELETE", apiPaths.drill(id), undefined, {
        signal: giveUp,
      });
      return answer.removed;
    } catch (error) {
      // It is gone already, or the token with it.
      if (error instanceof ProblemError && [401, 403, 404].includes(error.status)) return 0;
      await sleep(askAgainMs);
    }
  }
  return null;
}

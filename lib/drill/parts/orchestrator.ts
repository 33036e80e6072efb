import { setTimeout as sleep } from "node:timers/promises";
import { askGuardian } from "#lib/agent/guardian/ask-guardian.ts";
import { type Api, createApi, ProblemError } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import { type JoinedService, joinService } from "#lib/client/unit/join-service.ts";
import type { Acquire, Grant } from "#lib/contract/leases.ts";
import type { LockDetail } from "#lib/contract/locks.ts";
import { bootClockMs } from "#lib/sources/kernel/boot-clock.ts";
import { configContent } from "./folder.ts";
import type { OrchestratorNews, OrchestratorTask } from "./orchestrator-task.ts";
import { answerCalls, sayNews } from "./remote.ts";

const news = (one: OrchestratorNews) => sayNews("orchestrator", one);

/** The life of an orchestrator's process: one cycle after the other, until its parent is gone. */
export function runOrchestratorProcess(): Promise<number> {
  return new Promise((_, reject) => {
    answerCalls({ start: async (value) => void run(value as OrchestratorTask).catch(reject) });
  });
}

async function run(task: OrchestratorTask): Promise<void> {
  const { server, token, node, service, resource } = task;
  const known = task.known ? ({ role: "orchestrator", resources: [resource] } as const) : {};
  const joined = joinService({
    server,
    token,
    node,
    service,
    ...known,
    resources: task.known ? [resource] : [],
    monoMs: bootClockMs,
  });
  const api = createApi({ baseUrl: server, token });
  for (let cycle = 1; ; ) {
    // Paused, it waits here: nothing new is begun until it is told to go on.
    const wrote = await joined.work(() => oneCycle(task, { api, joined, cycle })).catch(() => false);
    if (wrote) cycle += 1;
    await sleep(task.everyMs);
  }
}

interface Cycle {
  api: Api;
  joined: JoinedService;
  cycle: number;
}

/** Has the next version written. A guardian that listens writes it; else the lease is asked for, as anybody would. */
async function oneCycle(task: OrchestratorTask, { api, joined, cycle }: Cycle): Promise<boolean> {
  const content = configContent(cycle, new Date());
  if (task.known) {
    const lock = await api.get<LockDetail>(apiPaths.lock("native", task.resource));
    const epoch = lock.epoch ?? 0;
    const asked = { epoch, by: task.service, content: Buffer.from(content) };
    const answer = lock.verdict === "live" ? await askGuardian(task.file, asked) : null;
    if (answer?.ok === true) {
      news({ what: "wrote", cycle, epoch, content });
      return true;
    }
    if (answer !== null) return false;
  }
  await tryLease(task, api, joined);
  return false;
}

/** What nobody guards, it wants to take for itself; whoever is refused says so and comes again. */
async function tryLease(task: OrchestratorTask, api: Api, joined: JoinedService): Promise<void> {
  const { sessionId } = joined;
  if (sessionId === null) return;
  const ask: Acquire = { sessionId, waitMs: 0, onLost: "release", lockDelayMs: 0 };
  const lease = `/api/v1/leases/${encodeURIComponent(task.resource)}`;
  try {
    const { epoch } = await api.send<Grant>("POST", `${lease}/acquire`, ask);
    news({ what: "granted", epoch });
    if (task.known) await api.send("POST", `${lease}/release`, { sessionId, epoch });
    else await keep(api, lease, { sessionId, epoch });
  } catch (error) {
    if (error instanceof ProblemError && error.status === 409) news({ what: "refused" });
  }
}

/** It was let in, and nobody knew of it: it keeps what it has. */
async function keep(api: Api, lease: string, token: { sessionId: string; epoch: number }): Promise<void> {
  for (;;) {
    await sleep(1_000);
    await api.send("POST", `${lease}/renew`, token);
  }
}

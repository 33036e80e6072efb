// @ts-check
import { setTimeout as delay } from "node:timers/promises";
import { startChild } from "./children.mjs";
import { OwnServer } from "./own-server.mjs";

/** From the request to stop until whatever still runs is killed. */
const forceAfterMs = 10_000;
/** The part of it that the agent may use; the server then has the rest. */
const agentGraceMs = 4_000;
const agentBackoff = { firstMs: 1_000, mostMs: 30_000 };

/**
 * @typedef {object} Ready
 * @property {string} url
 * @property {string | null | undefined} [signInUrl] one-time link, as long as there is no account
 *
 * @typedef {object} Plan
 * @property {string} [main] the command's entry file
 * @property {NodeJS.ProcessEnv} env
 * @property {readonly string[]} serverArgs
 * @property {((ready: Ready) => readonly string[]) | null} agentArgs null: no agent
 * @property {(line: string) => void} print
 * @property {(ready: Ready, server: OwnServer) => void} onReady once; not again when the server was killed on purpose
 * @property {Promise<unknown>} stopRequested
 */

/**
 * Runs the server, and the agent once the server is ready, until one is told to stop or the server dies.
 * @param {Plan} plan
 * @returns {Promise<number>} exit code: 0 when everything stopped as asked
 */
export async function supervise(plan) {
  const server = new OwnServer(plan);
  const crashed = server.crashed.then((end) => ({ end }));
  const stop = plan.stopRequested.then(() => /** @type {const} */ ("stop"));

  const first = await Promise.race([server.start().catch(() => crashed), stop]);
  if (first === "stop") return (await server.stop(forceAfterMs)) ? 0 : 1;
  if ("end" in first) return died(plan, first.end, "before it was ready");

  plan.onReady(first, server);
  const agent = plan.agentArgs ? keepAgent(plan, plan.agentArgs(first)) : null;
  const next = await Promise.race([crashed, stop]);
  const startedMs = performance.now();
  await agent?.stop();
  if (next !== "stop") return died(plan, next.end, "by itself");
  return (await server.stop(forceAfterMs - (performance.now() - startedMs))) ? 0 : 1;
}

/**
 * @param {Plan} plan
 * @param {import("./children.mjs").Ended} end
 * @param {string} when
 */
function died(plan, end, when) {
  plan.print(`locksmith: the server ended ${when} (${end.signal ?? `exit code ${end.code}`})`);
  return end.code || 1;
}

/**
 * Keeps the agent of this host running: its death says nothing about the server, so it is started again, ever slower.
 * @param {Plan} plan
 * @param {readonly string[]} args
 */
function keepAgent(plan, args) {
  const stopping = new AbortController();
  /** @type {import("./children.mjs").Child | null} */
  let child = null;
  const print = (/** @type {string} */ line) => plan.print(`agent | ${line}`);
  const loop = async () => {
    let backoffMs = agentBackoff.firstMs;
    while (!stopping.signal.aborted) {
      const startedMs = performance.now();
      child = startChild(args, { main: plan.main, env: plan.env, onLine: print });
      const { code, signal } = await child.ended;
      if (stopping.signal.aborted) return;
      if (code === 2) return print("refused its flags, and will not be started again");
      if (performance.now() - startedMs > agentBackoff.mostMs) backoffMs = agentBackoff.firstMs;
      print(`ended (${signal ?? `exit code ${code}`}); starting it again in ${backoffMs / 1000} s`);
      await delay(backoffMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      backoffMs = Math.min(backoffMs * 2, agentBackoff.mostMs);
    }
  };
  const done = loop();
  return {
    async stop() {
      stopping.abort();
      await child?.stop(agentGraceMs);
      await done;
    },
  };
}

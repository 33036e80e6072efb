import { apiPaths, lockHref, lockIdHref, operationHref } from "#lib/client/paths.ts";
import type { ConfigRow } from "#lib/contract/configs.ts";
import type { OperationDetail, OperationList } from "#lib/contract/operations.ts";
import type { OwnerRow } from "#lib/contract/rows.ts";
import type { ActId } from "#lib/domain/drill/drill.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import { isStale } from "#lib/domain/states.ts";
import { grouped, times } from "#lib/domain/words.ts";
import { type ActScript, type Stage, stageNames } from "#lib/drill/stage.ts";
import { readFacts } from "./facts.ts";
import { makePromoted } from "./make-promoted.ts";

const { resource } = stageNames;
const lease = lockHref("native", resource);

const facts = (stage: Stage) => readFacts(stage.api.fleet, null);

/** Of the hundred that have the file. */
const fleetLeast = 50;

/** Whoever begins each act by hand has all the time that they take. */
async function timeToLook(stage: Stage, ms: number): Promise<void> {
  if (stage.options.mode !== "hand") await stage.linger(ms);
}

/** Nothing is wrong: the guardian guards, and a cycle has been written through it. */
const calm: ActScript = async (stage) => {
  const held = await stage.until("the guardian's lease", async () => {
    await keepGuardian(stage);
    const { lease: lock } = await facts(stage);
    return lock !== null && lock.verdict === "live" && lock.epoch !== null ? lock : null;
  });
  stage.say("happened", `The guardian holds ${resource} under epoch ${held.epoch}; all is well.`, lease);
  await stage.until("a version that the orchestrator had written", async () => {
    await keepGuardian(stage);
    const status = await stage.fleet.status();
    return status.refused === 0 && (await isSpread(stage));
  });
  await timeToLook(stage, 20_000);
};

/** As a host's supervisor does: on a busy host one can lose its lease before anything was to go wrong. */
async function keepGuardian({ parts }: Stage): Promise<void> {
  if (parts.pid("guardian") === null) await parts.startGuardian();
}

/** A version is known, and nodes of the fleet run it: a canary needs both, and nobody writes any more once it is HOT. */
async function isSpread({ api }: Stage): Promise<boolean> {
  const { latest, nodes } = await api.fleet.get<ConfigRow>(apiPaths.config(resource));
  return latest > 0 && nodes >= fleetLeast;
}

/** 03:12: the guardian dies, the lock manager comes back with a lock that nobody owns, and everybody is refused. */
const hot: ActScript = async (stage) => {
  const { parts } = stage;
  await parts.writeKernelLog([
    {
      kind: "kernel.panic",
      severity: "critical",
      text: "panic thread 3 in the lock manager of node-7, restarting it",
    },
  ]);
  const pid = await parts.killGuardian();
  stage.say("happened", `The guardian, PID ${pid}, was killed: its beats end, its lease stays.`, lease);
  const { takerPid, holderPid } = await parts.makeOrphan();
  await parts.writeKernelLog([
    {
      kind: "kernel.lock-manager",
      severity: "warning",
      text: `lock manager restarted, cleanup incomplete: a lock bit is set without an owner (taker PID ${takerPid} is gone)`,
    },
  ]);
  const { lease: before } = await facts(stage);
  await stage.fleet.cue({ cue: "refused", epoch: before?.epoch ?? 0 });
  const flock = await stage.until("the flock without an owner", async () => {
    const { flocks } = await facts(stage);
    return flocks.find(({ verdict }) => isStale(verdict));
  });
  stage.say(
    "happened",
    `The lock manager came back with the flock taken: its taker, PID ${takerPid}, is dead, and PID ${holderPid} holds what it took.`,
    lockIdHref(flock.id),
  );
  const stuck = await stage.until("the lock to be HOT", async () => {
    const { lease: lock } = await facts(stage);
    return lock !== null && lock.state === "hot" && isStale(lock.verdict) ? lock : null;
  });
  await stage.until("the guardian's session to count as lost", async () => {
    const id = stuck.holder?.ownerId;
    return id === undefined || (await stage.api.fleet.get<OwnerRow>(apiPaths.owner(id))).state !== "open";
  });
  stage.say(
    "happened",
    `${resource} is HOT: held by nobody who lives, and refused ${times(stuck.refusals)} so far.`,
    lease,
  );
  await timeToLook(stage, 15_000);
};

const mostOfThem = 0.8;

/** The refused make of it what they can. */
const fleet: ActScript = async (stage) => {
  await makePromoted(stage).catch((error: unknown) => {
    // The fleet halts all the same.
    const why = error instanceof Error ? error.message : String(error);
    if (!stage.signal.aborted) stage.say("happened", `No version could be prepared for a canary: ${why}`);
  });
  await stage.fleet.cue({ cue: "suffer" });
  const { unwell, refused } = await stage.until("the fleet to halt", async () => {
    const status = await stage.fleet.status();
    return status.refused > 0 && status.unwell >= status.refused * mostOfThem ? status : null;
  });
  stage.say(
    "happened",
    `${grouped(unwell)} nodes have halted or work less; ${grouped(refused)} are refused the lock.`,
    "/fleet",
  );
};

/** What each drone says of the version on trial, in its own words, until the canary has ended. */
const canary: ActScript = async (stage) => {
  const said = new Set<string>();
  await stage.until(
    "the end of the canary",
    async () => {
      const query = { kind: "canary" };
      const { items } = await stage.api.fleet.get<OperationList>(apiPaths.operations, { query });
      const id = items.find((one) => one.resource === resource && one.confirmedAt !== null)?.id;
      if (id === undefined) return false;
      const { nodes, state } = await stage.api.fleet.get<OperationDetail>(apiPaths.operation(id));
      for (const { node, state: now, reason } of nodes) {
        if (reason === null || (now !== "refused" && now !== "failed") || said.has(node)) continue;
        said.add(node);
        stage.say("happened", `${node} refuses the version: “${reason}”.`, operationHref(id));
      }
      return isEnded(state);
    },
    Number.POSITIVE_INFINITY,
  );
};

const scripts: Partial<Record<ActId, ActScript>> = { calm, hot, fleet, canary };

/** What an act of the main story does; most wait for people, and do nothing. */
export function scriptOf(id: ActId): ActScript {
  return scripts[id] ?? (async () => {});
}

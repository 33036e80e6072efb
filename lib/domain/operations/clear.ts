import { limits } from "#lib/domain/limits.ts";
import { isStale, type Verdict } from "#lib/domain/states.ts";
import { grouped } from "#lib/domain/words.ts";
import { gateTitles } from "./gate-help.ts";
import { gate } from "./gates.ts";
import type { Gate } from "./operation.ts";
import { actsByItself, type RosterEntry } from "./roster.ts";

/** How long a cleared native resource stays shut: what the old holder may take to notice and to stop itself. */
export function quarantineMs(holder: { ttlMs: number; lockDelayMs: number } | null): number {
  if (holder === null) return limits.quarantineMinMs;
  const stopsWithinMs = Math.max(holder.ttlMs, holder.lockDelayMs) + limits.ttlToleranceMs;
  return Math.max(stopsWithinMs, limits.quarantineMinMs);
}

/** Its owner is proven gone: age and silence alone never open it. */
export function staleGate(verdict: Verdict | null): Gate {
  const title = gateTitles.stale;
  if (verdict === null) return gate("stale", title, false, "Nobody holds it: there is nothing to clear.");
  if (isStale(verdict)) return gate("stale", title, true, `The verdict is ${verdict}, on decisive evidence.`);
  if (verdict === "live") return gate("stale", title, false, "Its owner is live, and keeps its lock.");
  const only = "Only new evidence, or a bypass by two people, could open this gate.";
  const because = `The verdict is ${verdict}: nothing proves that its owner is gone. ${only}`;
  return gate("stale", title, false, because);
}

/** `ageMs`: of the newest look at the owner's host on our monotonic clock; null when there was none in this run. */
export function freshGate(ageMs: number | null, source: string): Gate {
  const title = gateTitles.fresh;
  if (ageMs !== null && ageMs <= limits.gateEvidenceMaxAgeMs) {
    return gate(
      "fresh",
      title,
      true,
      `Seen within the last ${limits.gateEvidenceMaxAgeMs / 1000} s by ${source}.`,
    );
  }
  return gate("fresh", title, false, `No look at it within ${limits.gateEvidenceMaxAgeMs / 1000} s.`, [
    source,
  ]);
}

/** After a restart owners may show themselves first. */
export function graceGate(inGrace: boolean, untilAt: number): Gate {
  const title = gateTitles.grace;
  if (!inGrace) return gate("grace", title, true, "Every owner has had its time to show itself.");
  return {
    ...gate("grace", title, false, "The server was restarted: owners may show themselves first."),
    awaiting: [`the end of the grace period at ${new Date(untilAt).toISOString().slice(11, 19)} UTC`],
  };
}

/** Kernel locks: there is an agent that may end processes. */
export function agentGate(agent: { up: boolean; allowsClear: boolean; node: string }): Gate {
  const title = gateTitles.agent;
  const who = `agent on ${agent.node}`;
  if (!agent.up) return gate("agent", title, false, `The ${who} is not connected.`, [who]);
  if (agent.allowsClear)
    return gate("agent", title, true, `The ${who} is up and was started with --allow-clear.`);
  return gate(
    "agent",
    title,
    false,
    `The ${who} was started without --allow-clear: it ends nothing until it is started again with it.`,
    [who],
  );
}

const quiesced = gateTitles.quiesced;

/**
 * Nobody can grab it again. `closed`: the lease service refuses everybody but the successor. For a kernel lock nobody
 * can be refused, so somebody has to be there who has paused: zero of zero proves nothing.
 */
export function quiescedGate(
  roster: readonly Pick<RosterEntry, "label" | "state" | "because">[],
  { closed, fenceable }: { closed: boolean; fenceable: boolean },
): Gate {
  const free = roster.filter((entry) => entry.state === "free");
  // Whoever only asks the lease service is refused by the closing, and needs not be awaited before it.
  const awaited = fenceable && !closed ? free.filter(({ because }) => actsByItself(because)) : free;
  if (awaited.length > 0) {
    const because = `${grouped(awaited.length)} of ${grouped(roster.length)} could still grab it.`;
    const names = awaited.slice(0, 20).map((entry) => entry.label);
    return gate("quiesced", quiesced, false, because, names);
  }
  if (fenceable) {
    if (closed) {
      return gate(
        "quiesced",
        quiesced,
        true,
        `Closed to everybody; ${grouped(roster.length)} on the roster, none free.`,
      );
    }
    return gate("quiesced", quiesced, false, opensByClosing);
  }
  if (roster.length === 0) return gate("quiesced", quiesced, false, nobodyOnRoster);
  const all =
    roster.length === 1 ? "The one on the roster is" : `All ${grouped(roster.length)} on the roster are`;
  return gate("quiesced", quiesced, true, `${all} paused.`);
}

const opensByClosing =
  "Nobody has to be paused: it opens by itself when the resource is closed, which is done once all other gates are open. The last of them, such as the acknowledgement, starts the clear at once.";
const nobodyOnRoster =
  "Nobody is on the roster: that nobody paused proves nothing. Whoever takes it gets on it by naming the resource in `resources`, with a `role` other than worker, when its session is opened, or by a drain for this clear of the service that uses it on this node.";

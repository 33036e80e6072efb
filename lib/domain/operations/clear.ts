import { limits } from "#lib/domain/limits.ts";
import { isStale, type Verdict } from "#lib/domain/states.ts";
import { gate } from "./gates.ts";
import type { Gate } from "./operation.ts";

/** How long a cleared native resource stays shut: what the old holder may take to notice and to stop itself. */
export function quarantineMs(holder: { ttlMs: number; lockDelayMs: number } | null): number {
  if (holder === null) return limits.quarantineMinMs;
  const stopsWithinMs = Math.max(holder.ttlMs, holder.lockDelayMs) + limits.ttlToleranceMs;
  return Math.max(stopsWithinMs, limits.quarantineMinMs);
}

/** Its owner is proven gone: age and silence alone never open it. */
export function staleGate(verdict: Verdict | null): Gate {
  const title = "The owner is proven gone";
  if (verdict === null) return gate("stale", title, false, "Nobody holds it: there is nothing to clear.");
  if (isStale(verdict)) return gate("stale", title, true, `The verdict is ${verdict}, on decisive evidence.`);
  if (verdict === "live") return gate("stale", title, false, "Its owner is live, and keeps its lock.");
  return gate("stale", title, false, `The verdict is ${verdict}: nothing proves that its owner is gone.`);
}

/** `ageMs`: of the newest look at the owner's host on our monotonic clock; null when there was none in this run. */
export function freshGate(ageMs: number | null, source: string): Gate {
  const title = "The evidence is of now";
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
  const title = "Recovery grace is over";
  if (!inGrace) return gate("grace", title, true, "Every owner has had its time to show itself.");
  return {
    ...gate("grace", title, false, "The server was restarted: owners may show themselves first."),
    awaiting: [`the end of the grace period at ${new Date(untilAt).toISOString().slice(11, 19)} UTC`],
  };
}

/** Kernel locks: there is an agent that may end processes. */
export function agentGate(agent: { up: boolean; allowsClear: boolean; node: string }): Gate {
  const title = "The agent can do it";
  const who = `agent on ${agent.node}`;
  if (!agent.up) return gate("agent", title, false, `The ${who} is not connected.`, [who]);
  if (agent.allowsClear)
    return gate("agent", title, true, `The ${who} is up and was started with --allow-clear.`);
  return gate("agent", title, false, `The ${who} was started without --allow-clear: it ends nothing.`, [who]);
}

/**
 * Nobody can grab it again. `closed`: the lease service refuses everybody but the successor. For a kernel lock nobody
 * can be refused, so somebody has to be there who has paused: zero of zero proves nothing.
 */
export function quiescedGate(
  roster: readonly { label: string; state: string }[],
  { closed, fenceable }: { closed: boolean; fenceable: boolean },
): Gate {
  const title = "Nobody can grab it again";
  const free = roster.filter((entry) => entry.state === "free");
  if (free.length > 0) {
    const because = `${free.length} of ${roster.length} could still grab it.`;
    return gate(
      "quiesced",
      title,
      false,
      because,
      free.slice(0, 20).map((entry) => entry.label),
    );
  }
  if (fenceable) {
    if (!closed) return gate("quiesced", title, false, "The resource is not closed yet.");
    return gate("quiesced", title, true, `Closed to everybody; ${roster.length} on the roster, none free.`);
  }
  if (roster.length === 0) {
    return gate("quiesced", title, false, "Nobody is on the roster: that nobody paused proves nothing.");
  }
  return gate("quiesced", title, true, `All ${roster.length} on the roster are paused.`);
}

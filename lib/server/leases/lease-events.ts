import type { LeaseHolder } from "#lib/domain/lease.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { roughly } from "#lib/domain/words.ts";
import { nativeId } from "#lib/server/view/lock-rows.ts";
import type { NewEvent } from "#lib/store/store.ts";

/** Who an event is about. */
export interface Named {
  node: string;
  service: string;
}

export interface EventSource {
  resource: string;
  at: number;
  /** Null for a session that is not known any more. */
  nameOf(sessionId: string): Named | null;
}

type LeaseEventKind = "lease.granted" | "lease.released" | "lease.expired" | "lease.kept";

/** The event of one step of a lease, for its timeline and for its owner's. */
export function leaseEvent(
  source: EventSource,
  kind: LeaseEventKind,
  holder: LeaseHolder,
  why: string | null = null,
): NewEvent {
  const named = source.nameOf(holder.sessionId);
  const owner =
    named === null ? "Its holder" : `${safeText(named.service, 60)} on ${safeText(named.node, 60)}`;
  const lock = safeText(source.resource, 120);
  const silent = `${owner} was silent for longer than its TTL of ${roughly(holder.ttlMs)}`;
  const texts: Record<LeaseEventKind, string> = {
    "lease.granted": `${owner} got ${lock} with epoch ${holder.epoch}.`,
    "lease.released": `${owner} gave ${lock} back${why === null ? "" : `: ${why}`}.`,
    "lease.expired": `${silent}: ${lock} is taken back, and granted to nobody for ${roughly(holder.lockDelayMs)}.`,
    "lease.kept": `${silent}: ${lock} is kept until a person decides, and its epoch is refused.`,
  };
  return {
    at: source.at,
    kind,
    severity: kind === "lease.granted" || kind === "lease.released" ? "info" : "warning",
    node: named?.node ?? null,
    lockId: nativeId(source.resource),
    resource: source.resource,
    ownerId: holder.sessionId,
    text: texts[kind],
  };
}

import { randomUUID } from "node:crypto";
import type { Order, OrdersReport } from "#lib/contract/orders.ts";

/** What a session of the fleet is about: its agent's, or that of the service on it. */
export interface SeatPart {
  take(orders: readonly Order[], askedAtMs: number): void;
  /** The whole of what is to be told; null when there is nothing to tell of it. */
  draft(): Partial<OrdersReport> | null;
  /** The server has this. */
  told?(draft: Partial<OrdersReport>): void;
  /** How often it is told also when nothing changes, ms. */
  everyMs(): number;
}

/** One session of the fleet, as the fleet knows it. Times are of its monotonic clock. */
export class Seat {
  readonly node: string;
  readonly what: "agent" | "service";
  readonly instanceId = randomUUID();
  readonly part: SeatPart;
  sessionId: string | null = null;
  /** It is opened again no earlier. */
  openFromMs = 0;
  /** Cut off: it says nothing and hears nothing. */
  isCut = false;
  beatEveryMs = 0;
  beatDueMs = 0;
  counter = 0;
  /** The list of orders that it has. */
  known: string | undefined;
  /** The server knows what it has, so it can be asked something. */
  isTold = false;
  /** When it tells how it is, at the latest. */
  reportDueMs = 0;
  /** Grows with each change, so that what changes while a report is under way is told too. */
  changes = 0;
  /** As of the last report that arrived. */
  toldChanges = 0;

  constructor(node: string, what: "agent" | "service", part: SeatPart) {
    this.node = node;
    this.what = what;
    this.part = part;
  }

  get isOpen(): boolean {
    return this.sessionId !== null && !this.isCut;
  }

  opened(sessionId: string, beatEveryMs: number, nowMs: number, share: number): void {
    this.sessionId = sessionId;
    this.beatEveryMs = beatEveryMs;
    this.beatDueMs = nowMs + share * beatEveryMs;
    this.counter = 0;
    this.known = undefined;
    this.isTold = false;
    this.reportDueMs = nowMs;
  }

  /** The server knows it no more; it comes back after a while of its own. */
  lost(openFromMs: number): void {
    this.sessionId = null;
    this.openFromMs = openFromMs;
  }

  changed(nowMs: number): void {
    this.changes += 1;
    this.reportDueMs = Math.min(this.reportDueMs, nowMs);
  }
}

import type { Severity } from "#lib/domain/states.ts";
import type { PageEvent } from "./page.ts";

/** One message about a page, before a format puts it into its receiver's words. */
export interface PageMessage {
  event: PageEvent;
  pageId: string;
  title: string;
  text: string;
  severity: Severity;
  lockId: string | null;
  resource: string | null;
  operationId: string | null;
  incidentId?: string | null;
  /** Deep link, absolute. */
  url: string;
  /** Front page of the console, absolute. */
  consoleUrl: string;
  /** When the page was raised. */
  createdAt: number;
  /** Who asked, or who came, or nothing when it is over. */
  by: string;
  endedAt: number | null;
}

/** What is posted: JSON and the headers that its format needs. */
export interface PageRequest {
  headers: Readonly<Record<string, string>>;
  body: unknown;
}

const dedupMaxChars = 255;

/**
 * The same for all messages about one incident, else about one lock, so that receivers merge them: an incident that is over
 * must not end the page of an operation on its lock. PagerDuty takes 255 characters.
 */
export function dedupKey(
  message: Pick<PageMessage, "lockId" | "operationId" | "incidentId" | "pageId">,
): string {
  const whole = message.incidentId ?? message.lockId ?? message.operationId ?? message.pageId;
  if (whole.length <= dedupMaxChars) return whole;
  return `${whole.slice(0, dedupMaxChars - 17)}~${fingerprint(whole)}`.toWellFormed();
}

/** 64 bits of FNV-1a in hex: tells texts apart, protects nothing. */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}

/** The last sentence of a message: who is needed, who came, or that it is over. */
export function eventWords({ event, by }: PageMessage): string {
  if (event === "trigger") return `${by} asks for an acknowledgement.`;
  return event === "acknowledge" ? `${by} acknowledged.` : "It is over.";
}

export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}

import { z } from "zod";
import { limits } from "#lib/domain/limits.ts";

/** Server wall clock, integer milliseconds since the epoch. */
export const at = z.number().int().nonnegative();
export const durationMs = z.number().int().nonnegative();
export const revision = z.number().int().nonnegative();

/** Name of a resource, node or service as clients send it: 1 … nameMaxChars characters, well-formed Unicode. */
export const resourceName = z
  .string()
  .min(1)
  .max(limits.nameMaxChars)
  .refine((s) => s.isWellFormed(), "must be well-formed Unicode")
  .refine(fitsUrl, "must not be . or ..");
export const shortName = z
  .string()
  .min(1)
  .max(limits.shortNameMaxChars)
  .refine((s) => s.isWellFormed(), "must be well-formed Unicode")
  .refine(fitsUrl, "must not be . or ..");

/**
 * Text as a host has it, at most so long. Half a surrogate pair can neither be stored nor put into an address (there
 * `encodeURIComponent` throws, and with it a whole page), so it becomes U+FFFD before anything is done with it.
 */
export function hostText(maxChars: number) {
  return z
    .string()
    .max(maxChars)
    .overwrite((text) => text.toWellFormed());
}

/** Every URL parser takes these two away, also when they are percent-encoded. */
function fitsUrl(name: string): boolean {
  return name !== "." && name !== "..";
}

/** Closed set of error codes; `type` of a problem document is `urn:locksmith:problem:<code>`. */
export const errorCodes = [
  "bad-request",
  "unauthenticated",
  "forbidden",
  "cross-origin",
  "not-found",
  "method-not-allowed",
  "conflict",
  "changed-facts",
  "not-now",
  "gate-shut",
  "self-acknowledgement",
  "precondition-required",
  "lock-held",
  "lease-lost",
  "stale-epoch",
  "session-gone",
  "wait-timed-out",
  "too-many-waiters",
  "recovering",
  "gone",
  "too-large",
  "unsupported-media-type",
  "invalid",
  "too-many-requests",
  "read-only",
  "internal",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** RFC 9457 problem document. `errors` names each bad field and what would be right. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(errorCodes),
  detail: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  /** Facts for the client, such as the holder that refused an acquire. */
  context: z.record(z.string(), z.unknown()).optional(),
});
export type Problem = z.infer<typeof problem>;

/** Query of every list: an opaque cursor from the page before, and a page size. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(limits.pageLimitMax).default(limits.pageLimitDefault),
  /** Holds the last row's sort values and id, so its length follows the longest name. */
  cursor: z.string().max(24_000).optional(),
});

/** Every list answers so. `total` counts all that match, `revision` is the state that the page shows. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    revision,
    nextCursor: z.string().nullable(),
    total: z.number().int(),
  });
}

import { ProblemError } from "#lib/client/http.ts";

/** The server's words about one field of a form, if it complained of that field. */
export function fieldError(error: Error | null, field: string): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  const message = error.problem.errors?.find((entry) => entry.field === field)?.message;
  return message === undefined ? undefined : sentence(message);
}

/** What to say above a form whose sending failed; null when a field below says it already. */
export function formError(error: Error | null, fields: readonly string[]): string | null {
  if (error === null) return null;
  if (error instanceof ProblemError) {
    const named = error.problem.errors ?? [];
    if (named.length > 0 && named.every((entry) => fields.includes(entry.field))) return null;
  }
  return error.message;
}

/** Milliseconds after which a request that was refused for its rate may be sent again; null for other errors. */
export function retryAfterMs(error: Error | null): number | null {
  if (!(error instanceof ProblemError) || error.code !== "too-many-requests") return null;
  const wait = error.problem.context?.["retryAfterMs"];
  return typeof wait === "number" ? wait : null;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}${/[.!?]$/.test(trimmed) ? "" : "."}`;
}

import { ApiError } from "#lib/server/http/errors.ts";

/** What whoever asks for something of a drill is told once the drill is over. */
export function drillOver(): ApiError {
  return new ApiError("gone", "This was of a drill. The drill is over, and everything of it was removed.");
}

import type { Problem } from "#lib/contract/common.ts";
import { ApiError, problemOf } from "#lib/server/http/errors.ts";

/**
 * Does something for each part of a batch side by side, so that their writes share commits. What is refused to one is said
 * in its place; any other error is the whole batch's.
 */
export function eachOf<T, R>(
  parts: readonly T[],
  work: (part: T) => Promise<R>,
): Promise<(R | { problem: Problem })[]> {
  return Promise.all(
    parts.map(async (part) => {
      try {
        return await work(part);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return {
          problem: problemOf(error.code, error.message, { context: error.context, fields: error.fields }),
        };
      }
    }),
  );
}

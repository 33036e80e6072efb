import { ApiError } from "./errors.ts";

const keyMaxChars = 200;

/** The Idempotency-Key of a request; null without one. Throws `invalid` for one that is too long. */
export function keyOf(request: Request): string | null {
  const key = request.headers.get("idempotency-key");
  if (key === null || key === "") return null;
  if (key.length <= keyMaxChars) return key;
  throw new ApiError("invalid", "The Idempotency-Key is too long.", undefined, [
    { field: "header.idempotency-key", message: `${keyMaxChars} characters at most` },
  ]);
}

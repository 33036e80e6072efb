import { createHash } from "node:crypto";

/** One value for a long list: the same only for the same lines in the same order. */
export function contentDigest(lines: readonly string[]): string {
  return createHash("sha256").update(lines.join("\n")).digest("hex");
}

import { createHash } from "node:crypto";
import { randomSecret } from "./secret-file.ts";

/** What every token starts with, so that secret scanners can find a leaked one. */
const mark = "lks_";

export function newTokenSecret(): string {
  return randomSecret(mark);
}

/** Tokens carry 256 random bits, so a plain SHA-256 is enough; they are looked up by it, never compared. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** The part of a token that may be shown, to tell one from another. */
export function tokenPrefix(secret: string): string {
  return secret.slice(0, mark.length + 6);
}

/** The token of an `Authorization: Bearer` header; undefined without the header, null when it is malformed. */
export function bearerToken(headers: Pick<Headers, "get">): string | null | undefined {
  const header = headers.get("authorization");
  if (header === null) return undefined;
  return /^Bearer +([\x21-\x7e]{20,200})$/i.exec(header)?.[1] ?? null;
}

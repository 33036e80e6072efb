import { limits } from "./limits.ts";

/** Bytes of a text in UTF-8. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/**
 * Why a text cannot be the content of a configuration; null when it can. Control characters are let through, since
 * files have them and must come back as they went in; a NUL says that it is no text at all.
 */
export function contentRefusal(content: string): string | null {
  if (!content.isWellFormed()) return "must be text in UTF-8";
  if (content.includes("\0")) return "must be text: it has a NUL character in it";
  const bytes = utf8Bytes(content);
  return bytes > limits.configMaxBytes
    ? `may have ${limits.configMaxBytes} bytes at most, not ${bytes}`
    : null;
}

/**
 * Who touched a configuration last, as its own last line says (`# last touched by node-7 @ 03:12`); null when it does
 * not say.
 */
export function touchedByLine(content: string): string | null {
  const last = content.trimEnd().split("\n").at(-1) ?? "";
  const found = /^\s*(?:#|\/\/|;)\s*last touched by (\S.{0,150})$/i.exec(last.slice(0, 300));
  return found?.[1]?.trim() ?? null;
}

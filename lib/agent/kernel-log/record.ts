/** One message of the kernel log. */
export interface KernelRecord {
  /** Grows by one with each message of a boot; null where the source does not say it. */
  sequence: number | null;
  /** Microseconds on the kernel's clock since the boot. */
  bootMicros: number;
  /** 0 for the kernel itself. A process that writes to the log cannot choose 0. */
  facility: number;
  /** 0 (emergency) to 7 (debug). */
  level: number;
  text: string;
}

const maxText = 2_000;

/**
 * Reads one record of `/dev/kmsg`: `priority,sequence,microseconds,flags[,…];text`, then lines that begin with a
 * space and carry the device it is about (Documentation/ABI/testing/dev-kmsg). Null for anything else.
 */
export function parseKmsg(raw: string): KernelRecord | null {
  const head = /^(\d{1,6}),(\d{1,19}),(\d{1,19}),[^;\n]{0,200};/.exec(raw);
  if (head === null) return null;
  const end = raw.indexOf("\n", head[0].length);
  const priority = Number(head[1]);
  return {
    sequence: Number(head[2]),
    bootMicros: Number(head[3]),
    facility: priority >> 3,
    level: priority & 7,
    text: unescapeBytes(raw.slice(head[0].length, end === -1 ? raw.length : end)).slice(0, maxText),
  };
}

/** The kernel writes unprintable bytes as `\xNN`. */
function unescapeBytes(text: string): string {
  return text.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Reads one line of `journalctl -k -o json`; null for anything else. */
export function parseJournal(line: string): KernelRecord | null {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof entry !== "object" || entry === null) return null;
  const field = (name: string) => (entry as Record<string, unknown>)[name];
  const micros = Number(field("_SOURCE_MONOTONIC_TIMESTAMP") ?? field("__MONOTONIC_TIMESTAMP"));
  const text = messageText(field("MESSAGE"));
  if (!Number.isSafeInteger(micros) || text === null) return null;
  return {
    sequence: null,
    bootMicros: micros,
    facility: Number(field("SYSLOG_FACILITY") ?? 0),
    level: Number(field("PRIORITY") ?? 6),
    text: text.slice(0, maxText),
  };
}

/** The journal gives a message that is not UTF-8 as a list of bytes. */
function messageText(message: unknown): string | null {
  if (typeof message === "string") return message;
  if (!Array.isArray(message) || !message.every((byte) => Number.isInteger(byte))) return null;
  return Buffer.from(message).toString("utf8");
}

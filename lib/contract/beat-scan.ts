import { limits } from "#lib/domain/limits.ts";

const open = bytesOf('{"beats":[');
const beforeId = bytesOf('{"sessionId":"');
const beforeCounter = bytesOf('","counter":');
const quote = 0x22;
const zero = 0x30;
/** Bytes of the shortest beat with the comma after it. */
const beatMinBytes = beforeId.length + beforeCounter.length + 3;
/** More digits than these may be no exact number. */
const digitsMax = 15;
const idMaxBytes = 64;

/** A batch of beats that lies in the bytes of its request: nothing is made of a beat before somebody asks for it. */
export class BeatScan {
  readonly count: number;
  readonly counters: Float64Array;
  readonly #bytes: Uint8Array;
  readonly #from: Int32Array;
  readonly #to: Int32Array;

  constructor(
    bytes: Uint8Array,
    count: number,
    places: { from: Int32Array; to: Int32Array; counters: Float64Array },
  ) {
    this.#bytes = bytes;
    this.#from = places.from;
    this.#to = places.to;
    this.count = count;
    this.counters = places.counters;
  }

  /** The same batch as objects. */
  get beats(): { sessionId: string; counter: number }[] {
    return Array.from({ length: this.count }, (_, i) => ({
      sessionId: this.idOf(i),
      counter: this.counters[i] ?? 0,
    }));
  }

  idOf(place: number): string {
    return String.fromCharCode(...this.#bytes.subarray(this.#from[place], this.#to[place]));
  }

  /** Whether the beat is of this session; asked first of the one that most likely it is. */
  isOf(place: number, id: string): boolean {
    const from = this.#from[place] ?? 0;
    const bytes = this.#bytes;
    if (id.length !== (this.#to[place] ?? 0) - from) return false;
    for (let i = 0; i < id.length; i += 1) if (id.charCodeAt(i) !== bytes[from + i]) return false;
    return true;
  }
}

/**
 * Reads a batch of beats as JSON.stringify writes it, when its ids are plain: the busiest body there is, in half the
 * time of JSON.parse. Null for any other body, be it good or bad: that is read the general way.
 */
export function scanBeats(bytes: Uint8Array): BeatScan | null {
  if (!standsAt(bytes, 0, open)) return null;
  const most = Math.min(limits.beatBatchMax, Math.ceil(bytes.length / beatMinBytes));
  const places = { from: new Int32Array(most), to: new Int32Array(most), counters: new Float64Array(most) };
  let at = open.length;
  for (let count = 0; count < most; count += 1) {
    at = scanBeat(bytes, at, count, places);
    if (at < 0) return null;
    const next = bytes[at];
    if (next === 0x2c) at += 1;
    else
      return next === 0x5d && bytes[at + 1] === 0x7d && at + 2 === bytes.length
        ? new BeatScan(bytes, count + 1, places)
        : null;
  }
  return null;
}

/** Returns where it ends; −1 when it is written in another way. */
function scanBeat(
  bytes: Uint8Array,
  start: number,
  count: number,
  { from, to, counters }: { from: Int32Array; to: Int32Array; counters: Float64Array },
): number {
  if (!standsAt(bytes, start, beforeId)) return -1;
  let at = start + beforeId.length;
  from[count] = at;
  while (isPlain(bytes[at])) at += 1;
  if (bytes[at] !== quote || at - (from[count] ?? 0) > idMaxBytes || !standsAt(bytes, at, beforeCounter))
    return -1;
  to[count] = at;
  at += beforeCounter.length;
  const first = at;
  let value = 0;
  for (let digit = (bytes[at] ?? 0) - zero; digit >= 0 && digit <= 9; digit = (bytes[at] ?? 0) - zero) {
    value = value * 10 + digit;
    at += 1;
  }
  const digits = at - first;
  if (digits === 0 || digits > digitsMax || (digits > 1 && bytes[first] === zero)) return -1;
  counters[count] = value;
  return bytes[at] === 0x7d ? at + 1 : -1;
}

/** Printable ASCII but for the quote and the backslash: what JSON leaves as it is, one byte a character. */
function isPlain(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x20 && byte < 0x7f && byte !== quote && byte !== 0x5c;
}

function standsAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i += 1) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A number in [0, 1) that is always the same for the same words: what differs from node to node, and never from run to run. */
export function chance(seed: string, ...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const char of `${seed}\0${words.join("\0")}`) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

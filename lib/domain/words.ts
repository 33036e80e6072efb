/** "03:12:07 UTC", from a wall time in epoch ms. */
export function clockTime(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`;
}

/** A duration as a person says it: "0.4 s", "10 s", "15 min", "2 h". */
export function roughly(ms: number): string {
  if (ms < 10_000) return `${Math.round(ms / 100) / 10} s`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}

/** Made once: a number's own toLocaleString makes one anew each time, which cost a field of cells a tenth of a second. */
const inGroups = new Intl.NumberFormat("en-US");

/** A number in words for people: "16,968". Never for JSON, addresses, ports, PIDs and epochs. */
export function grouped(number: number): string {
  return inGroups.format(number);
}

/** "1 unit", "16,968 units". */
export function counted(number: number, what: string): string {
  return `${grouped(number)} ${what}${number === 1 ? "" : "s"}`;
}

/** "once", "2 times". */
export function times(count: number): string {
  return count === 1 ? "once" : `${grouped(count)} times`;
}

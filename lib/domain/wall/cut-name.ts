/** Names differ at their end: so much of it stays while there is room for more than that. */
const keepEnd = 14;

/** A name in `room` characters of one width: whole where it fits, else cut in its middle, with a sign of it. */
export function cutName(name: string, room: number): string {
  const chars = [...name];
  if (chars.length <= room) return name;
  const left = Math.max(1, room - 1);
  const end = Math.min(left, Math.max(keepEnd, Math.ceil(left / 2)));
  return `${chars.slice(0, left - end).join("")}…${chars.slice(chars.length - end).join("")}`;
}

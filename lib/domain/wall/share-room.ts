/** One list in a column: what it would like to show, and how high it is, in any unit. */
export interface Section {
  rows: number;
  titleHeight: number;
  rowHeight: number;
  /** So many rows are given before any other list gets more. */
  least: number;
}

/**
 * How many rows each list of a column shows, most important list first. Each with something to show gets its title and
 * its least; what is left goes to the first lists first. A list that finds no room has 0: its title still counts it.
 */
export function shareRoom(height: number, sections: readonly Section[]): number[] {
  let left = height;
  const given = sections.map(() => 0);
  sections.forEach(({ rows, titleHeight, rowHeight, least }, index) => {
    if (rows === 0 || left < titleHeight) return;
    left -= titleHeight;
    const some = Math.max(0, Math.min(rows, least, Math.floor(left / rowHeight)));
    given[index] = some;
    left -= some * rowHeight;
  });
  sections.forEach(({ rows, rowHeight }, index) => {
    const now = given[index] ?? 0;
    const more = Math.max(0, Math.min(rows - now, Math.floor(left / rowHeight)));
    // A list without its title got no room at all.
    if (now === 0) return;
    given[index] = now + more;
    left -= more * rowHeight;
  });
  return given;
}

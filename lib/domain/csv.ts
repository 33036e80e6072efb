/** What a spreadsheet may take for the end of a cell: where lists are parted by semicolons it splits there, quoted or not. */
const insideCell = /([;\t\r\n]\s*)(?=[=+\-@＝＋－＠])/gu;

/**
 * A cell of RFC 4180, safe in a spreadsheet: text that a spreadsheet would take for a formula (leading = + - @, tab or
 * line break, also behind spaces or a semicolon) gets an apostrophe in front, which makes it text there. Numbers stay
 * numbers.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const inside = value.replaceAll(insideCell, "$1'");
  const text = /^\s*[=+\-@\t\r\n＝＋－＠]/u.test(value) ? `'${inside}` : inside;
  return /[",;\t\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line, with its end. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map(csvCell).join(",")}\r\n`;
}

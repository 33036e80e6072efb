const plain = /^[\x20-\x7e]*$/;
const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
/** Format characters, which steer direction or show nothing, and the separators that break a line. */
const invisible = /[\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * Makes text from a host safe to show anywhere: control, bidirectional and invisible characters become
 * visible escapes in plain ASCII (fonts lack the pictures of control characters), lone surrogates become U+FFFD, and
 * the length is bounded (in characters, the end is kept because names differ at their end). Safe text comes out as it
 * went in, so a backslash stays one.
 */
export function safeText(text: string, maxLength = 256): string {
  if (text.length <= maxLength && plain.test(text)) return text;
  const chars: string[] = [];
  for (const char of text.slice(0, 16_384).toWellFormed()) chars.push(visible(char));
  const whole = chars.join("");
  if (whole.length <= maxLength) return whole;
  const head = Math.floor((maxLength - 1) / 3);
  return `${whole.slice(0, head)}…${whole.slice(whole.length - (maxLength - 1 - head))}`.toWellFormed();
}

function visible(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const short = shortEscapes[char];
  if (short !== undefined) return short;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (invisible.test(char)) return `\\u{${code.toString(16)}}`;
  return char;
}

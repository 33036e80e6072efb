const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const plain = /^[\x20-\x7e]*$/;
const invisible = /[\u00ad\u200b-\u200d\u2060\ufeff\u2028\u2029]/u;

/**
 * Makes text from a host safe to show anywhere: control, bidirectional and invisible characters become
 * visible escapes, lone surrogates become U+FFFD, and the length is bounded (in characters, the end is kept
 * because names differ at their end).
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
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "␡";
  if (code >= 0x80 && code < 0xa0) return `\\x${code.toString(16)}`;
  if (bidi.test(char) || invisible.test(char)) return `\\u{${code.toString(16)}}`;
  return char;
}

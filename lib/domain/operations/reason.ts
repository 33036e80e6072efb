/** Shortest reason that can say something. */
export const reasonMinChars = 10;
const wordsMin = 2;
const lettersMin = 4;

/** The rule, for those who have not written yet. */
export const reasonRule = `At least ${reasonMinChars} characters, in two words or more.`;

/**
 * Why a reason says nothing, in words for its writer; null when it will do. Screen, shell and server ask the same
 * function. It cannot judge sense, only refuse what is no sentence: `asdf`, `.....`, `fix`.
 */
export function reasonProblem(reason: string): string | null {
  const text = reason.trim();
  if (text === "") return "Say why.";
  if ([...text].length < reasonMinChars) return `Say why in at least ${reasonMinChars} characters.`;
  const words = new Set(text.toLowerCase().split(/\s+/));
  const letters = new Set(text.toLowerCase().match(/\p{L}/gu) ?? []);
  // Scripts that part no words by spaces are read as they are.
  const oneWord = words.size < wordsMin && /^[\x20-\x7e]+$/.test(text);
  if (oneWord || letters.size < lettersMin) return "Say why in words that somebody else can read.";
  return null;
}

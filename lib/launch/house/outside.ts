import { lineAt, type SourceFile, type Violation } from "./tree.ts";

const address = "(?:https?:)?//";

/** Places in which an address makes the browser, or the build, load something from elsewhere. */
const loads: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:src|srcSet|poster)\s*=\s*[{]?\s*["'\`]${address}`, "g"),
  new RegExp(String.raw`<(?:link|use|image)\b[^>]*\bhref\s*=\s*[{]?\s*["'\`]${address}`, "g"),
  new RegExp(String.raw`\burl\(\s*["']?${address}`, "g"),
  new RegExp(String.raw`@import\s+(?:url\()?\s*["']?${address}`, "g"),
  /["']next\/font\/google["']/g,
];

/** A console must work where there is no internet: no font, image or script comes from outside. */
export function outsideViolations(files: readonly SourceFile[]): Violation[] {
  const shown = files.filter(({ path }) => /^(app|components|public)\//.test(path));
  return shown.flatMap((file) =>
    loads.flatMap((pattern) =>
      Array.from(file.text.matchAll(pattern), (match) => ({
        path: file.path,
        line: lineAt(file.text, match.index),
        message: `loads from outside: ${match[0]}`,
      })),
    ),
  );
}

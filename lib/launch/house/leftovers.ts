import { parse, visit } from "./parse.ts";
import { isCode, lineAt, type SourceFile, type Violation } from "./tree.ts";

// Put together here, so that this file does not break its own rule.
const markers = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"];
const marker = new RegExp(`\\b(${markers.join("|")})\\b`, "g");
const silencer = new RegExp(`@ts-(${["ignore", "nocheck"].join("|")})\\b`, "g");

/** No notes to oneself, and nothing that tells the type checker to look away. */
export function leftoverViolations(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) => [
    ...found(file, marker, "is left over"),
    ...(isCode(file) ? [...found(file, silencer, "silences the type checker"), ...anyTypes(file)] : []),
  ]);
}

function found(file: SourceFile, pattern: RegExp, what: string): Violation[] {
  return Array.from(file.text.matchAll(pattern), (match) => ({
    path: file.path,
    line: lineAt(file.text, match.index),
    message: `${match[0]} ${what}`,
  }));
}

function anyTypes(file: SourceFile): Violation[] {
  const violations: Violation[] = [];
  visit(parse(file).body, (node) => {
    if (node.type !== "TSAnyKeyword") return;
    violations.push({
      path: file.path,
      line: lineAt(file.text, node.start),
      message: "`any` switches the type checker off",
    });
  });
  return violations;
}

import { parse } from "./parse.ts";
import { isCode, lineAt, type SourceFile, type Violation } from "./tree.ts";

/** Where a tool asks for a default export: Next's own files, and configuration at the top of the clone. */
const defaultAllowed = [/^app\//, /^[^/]+\.config\.(ts|mjs)$/];

/** Default exports have no name to search for, and barrels hide where a thing lives. */
export function exportViolations(files: readonly SourceFile[]): Violation[] {
  return files.filter(isCode).flatMap((file) => [...defaultExports(file), ...barrels(file)]);
}

function defaultExports(file: SourceFile): Violation[] {
  if (defaultAllowed.some((allowed) => allowed.test(file.path))) return [];
  return parse(file).defaults.map((start) => ({
    path: file.path,
    line: lineAt(file.text, start),
    message: "default export outside app/",
  }));
}

function barrels(file: SourceFile): Violation[] {
  const { body } = parse(file);
  const passedOn = body.filter(
    (node) =>
      node.type === "ExportAllDeclaration" || (node.type === "ExportNamedDeclaration" && node["source"]),
  );
  return passedOn.map(({ start }) => ({
    path: file.path,
    line: lineAt(file.text, start),
    message: "passes on what another file exports; import it from there",
  }));
}

import { resolveImport } from "./layers.ts";
import { parse } from "./parse.ts";
import { isCode, type SourceFile, type Violation } from "./tree.ts";

/** No file imports itself by way of others, types included: each file can be read after those it builds on. */
export function circleViolations(files: readonly SourceFile[]): Violation[] {
  const graph = new Map(files.filter(isCode).map((file) => [file.path, targetsOf(file)]));
  const done = new Set<string>();
  const violations: Violation[] = [];
  const walk = (path: string, trail: readonly string[]) => {
    const start = trail.indexOf(path);
    if (start !== -1) {
      const circle = [...trail.slice(start), path];
      violations.push({ path, message: `imports itself: ${circle.join(" → ")}` });
      return;
    }
    if (done.has(path)) return;
    for (const target of graph.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return violations;
}

function targetsOf(file: SourceFile): string[] {
  return parse(file)
    .imports.map(({ specifier }) => resolveImport(file.path, specifier))
    .filter((target) => target !== null);
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** A file of the repository as the rules see it: its path with slashes, and its text. */
export interface SourceFile {
  path: string;
  text: string;
}

/** Where a rule is broken; `line` counts from 1. */
export interface Violation {
  path: string;
  line?: number;
  message: string;
}

const folders = ["app", "components", "e2e", "lib", "public"];
const notOurs = new Set([
  "node_modules",
  ".next",
  ".git",
  ".launch",
  "data",
  "test-results",
  "playwright-report",
]);
const readable = /\.(tsx?|mjs|css|md|json|pl|sh)$/;

/** Every text file that is ours: the source folders, and what lies at the top of the clone. */
export function readTree(root: string): SourceFile[] {
  const top = readdirSync(root, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && readable.test(entry.name),
  );
  const below = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => walk(join(root, folder)));
  return [...top.map((entry) => join(root, entry.name)), ...below]
    .map((file) => ({ path: relative(root, file).split(sep).join("/"), text: readFileSync(file, "utf8") }))
    .filter(({ path }) => path !== "package-lock.json" && path !== "next-env.d.ts");
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name) || entry.name.startsWith(".")) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return readable.test(entry.name) ? [path] : [];
  });
}

export const isCode = ({ path }: SourceFile) => /\.(tsx?|mjs)$/.test(path);

/** Tests and what only tests use. */
export const isTest = ({ path }: SourceFile) =>
  /\.test\.tsx?$/.test(path) || path.startsWith("e2e/") || /\/(testing|conformance)\//.test(path);

/** Counted from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

/** The lines of a file without the one that its last newline would begin. */
export function lineCount(text: string): number {
  return text === "" ? 0 : text.replace(/\n$/, "").split("\n").length;
}

/** One line each, for a test to compare with an empty list. */
export function asLines(violations: readonly Violation[]): string[] {
  return violations.map(
    ({ path, line, message }) => `${path}${line === undefined ? "" : `:${line}`} ${message}`,
  );
}

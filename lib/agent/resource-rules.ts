import { posix } from "node:path";
import type { ResourceRule } from "./config.ts";

/** Turns a path into the name of its resource by the first rule whose glob matches; else its base name. */
export function resourceNamer(rules: readonly ResourceRule[]): (path: string) => string {
  const compiled = rules.map((rule) => ({ pattern: globPattern(rule.path), resource: rule.resource }));
  return (path) => {
    const rule = compiled.find(({ pattern }) => pattern.test(path));
    return rule === undefined ? posix.basename(path) : fill(rule.resource, path);
  };
}

function fill(template: string, path: string): string {
  const words: Record<string, string> = {
    base: posix.basename(path),
    dir: posix.basename(posix.dirname(path)),
    path,
  };
  return template.replace(/\{(base|dir|path)\}/g, (whole, word: string) => words[word] ?? whole);
}

function globPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*\/?|[*?]|[.+^${}()|[\]\\]/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    return `\\${part}`;
  });
  return new RegExp(`^${source}$`, "su");
}

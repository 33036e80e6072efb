import type { SourceFile } from "./tree.ts";

/** Files for a rule to look at, as a map from path to text. */
export function example(files: Record<string, string>): SourceFile[] {
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

export const lines = (count: number) => "1;\n".repeat(count);

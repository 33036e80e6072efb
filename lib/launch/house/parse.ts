import { parseSync } from "oxc-parser";
import { lineAt, type SourceFile } from "./tree.ts";

/** A node of the syntax tree, as far as the rules look at it. */
export interface SyntaxNode {
  type: string;
  start: number;
  end: number;
  [property: string]: unknown;
}

export interface Import {
  specifier: string;
  line: number;
  /** `import("…")`, as opposed to a statement. */
  dynamic: boolean;
  /** The statement passes names on: `export … from`. */
  reExport: boolean;
}

interface Parsed {
  body: readonly SyntaxNode[];
  imports: Import[];
  /** Where default exports begin. */
  defaults: number[];
}

const cache = new WeakMap<SourceFile, Parsed>();

/** Parses a file once, however many rules ask. */
export function parse(file: SourceFile): Parsed {
  const known = cache.get(file);
  if (known) return known;
  const { program, module, errors } = parseSync(file.path, file.text);
  if (errors[0]) throw new Error(`${file.path}: ${errors[0].message}`);
  const at = (offset: number) => lineAt(file.text, offset);
  const imports: Import[] = module.staticImports.map(({ moduleRequest, start }) => ({
    specifier: moduleRequest.value,
    line: at(start),
    dynamic: false,
    reExport: false,
  }));
  for (const { start, entries } of module.staticExports) {
    const request = entries[0]?.moduleRequest;
    if (request) imports.push({ specifier: request.value, line: at(start), dynamic: false, reExport: true });
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const specifier = file.text.slice(moduleRequest.start, moduleRequest.end).replace(/^["'`]|["'`]$/g, "");
    imports.push({ specifier, line: at(moduleRequest.start), dynamic: true, reExport: false });
  }
  const defaults = module.staticExports
    .filter(({ entries }) => entries.some(({ exportName }) => isDefault(exportName)))
    .map(({ start }) => start);
  const parsed = { body: program.body as unknown as SyntaxNode[], imports, defaults };
  cache.set(file, parsed);
  return parsed;
}

const isDefault = ({ kind, name }: { kind: string; name: string | null }) =>
  kind === "Default" || name === "default";

/** Visits every node below and including `node`, parents first. */
export function visit(node: unknown, see: (node: SyntaxNode, parent: SyntaxNode | null) => void): void {
  const step = (value: unknown, parent: SyntaxNode | null) => {
    if (Array.isArray(value)) {
      for (const item of value) step(item, parent);
    } else if (isNode(value)) {
      see(value, parent);
      for (const child of Object.values(value)) if (typeof child === "object") step(child, value);
    }
  };
  step(node, null);
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** The name of an identifier node, else an empty string. */
export function nameOf(node: unknown): string {
  return isNode(node) && node.type === "Identifier" && typeof node["name"] === "string" ? node["name"] : "";
}

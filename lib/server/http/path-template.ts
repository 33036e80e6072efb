import { ApiError } from "./errors.ts";

interface Segment {
  kind: "fixed" | "one" | "rest";
  name: string;
}

/** A route's path, taken apart once: `{name}` is one segment, `{name...}` at the end all that is left. */
export interface PathTemplate {
  segments: Segment[];
  /** The pattern that Hono matches. */
  pattern: string;
  /** The path in an OpenAPI document, which knows no rest segment. */
  openapi: string;
}

export function pathTemplate(path: string): PathTemplate {
  const segments = path.slice(1).split("/").map(segmentOf);
  return {
    segments,
    pattern: `/${segments.map((s) => ({ fixed: s.name, one: `:${s.name}`, rest: `:${s.name}{[\\s\\S]+}` })[s.kind]).join("/")}`,
    openapi: path.replaceAll("...}", "}"),
  };
}

function segmentOf(text: string): Segment {
  const match = /^\{([a-zA-Z]+)(\.\.\.)?\}$/.exec(text);
  if (match === null) return { kind: "fixed", name: text };
  return { kind: match[2] === undefined ? "one" : "rest", name: match[1] ?? "" };
}

/**
 * The parameters of a raw, still encoded path that matched the template. Decoding is done here, once, so that a
 * name with `%2F` or `%25` in it stays what it was. Throws `bad-request` for a broken percent-encoding.
 */
export function decodeParams(template: PathTemplate, rawPath: string): Record<string, string> {
  const raw = rawPath.slice(1).split("/");
  const params: Record<string, string> = {};
  template.segments.forEach((segment, index) => {
    if (segment.kind === "one") params[segment.name] = decode(segment.name, raw[index] ?? "");
    if (segment.kind === "rest") params[segment.name] = decode(segment.name, raw.slice(index).join("/"));
  });
  return params;
}

function decode(name: string, raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    throw new ApiError("bad-request", "The path is not valid percent-encoded UTF-8.", undefined, [
      { field: `path.${name}`, message: "must be percent-encoded UTF-8, as encodeURIComponent makes it" },
    ]);
  }
}

/** Routes with fixed segments come before those with parameters in the same place. */
export function bySpecificity(a: PathTemplate, b: PathTemplate): number {
  const rank = { fixed: 0, one: 1, rest: 2 };
  const length = Math.max(a.segments.length, b.segments.length);
  for (let i = 0; i < length; i += 1) {
    const difference = rank[a.segments[i]?.kind ?? "fixed"] - rank[b.segments[i]?.kind ?? "fixed"];
    if (difference !== 0) return difference;
  }
  return 0;
}

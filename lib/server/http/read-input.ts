import type { z } from "zod";
import { limits } from "#lib/domain/limits.ts";
import type { Call } from "./call.ts";
import { ApiError, type FieldError } from "./errors.ts";
import { decodeParams, type PathTemplate } from "./path-template.ts";
import type { RouteInput, RouteSpec } from "./route.ts";

const fieldErrorsMax = 20;

/** Parses all that a request carries. Throws `invalid` naming each wrong field, or a more exact code. */
export async function readInput(
  spec: RouteSpec,
  template: PathTemplate,
  call: Pick<Call, "path" | "search" | "headers" | "bytes">,
): Promise<RouteInput> {
  return {
    params: spec.params && check(spec.params, decodeParams(template, call.path), "path"),
    query: spec.query && check(spec.query, queryValues(new URLSearchParams(call.search)), "query"),
    body: spec.body && (await readBody(spec, call)),
  };
}

async function readBody(
  { body, scanBody }: RouteSpec,
  call: Pick<Call, "headers" | "bytes">,
): Promise<unknown> {
  const bytes = await readJsonBytes(call);
  const scanned = scanBody?.(bytes) ?? null;
  if (scanned !== null || body === undefined) return scanned;
  return check(body, parseJson(bytes), "");
}

function check(schema: z.ZodType, value: unknown, where: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields: FieldError[] = result.error.issues.slice(0, fieldErrorsMax).map((issue) => ({
    field: [where, ...issue.path.map(String)].filter((part) => part !== "").join(".") || "body",
    message: issue.message,
  }));
  throw new ApiError("invalid", `Wrong: ${fields.map((f) => f.field).join(", ")}.`, undefined, fields);
}

/** A key given twice is an error of the caller; the first value counts no more than the last. */
function queryValues(search: URLSearchParams): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [key, value] of search) {
    if (Object.hasOwn(values, key)) {
      throw new ApiError("invalid", "A query key is given twice.", undefined, [
        {
          field: `query.${key.slice(0, 100)}`,
          message: "give it once; several values are separated by commas",
        },
      ]);
    }
    Object.defineProperty(values, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return values;
}

async function readJsonBytes(call: Pick<Call, "headers" | "bytes">): Promise<Uint8Array> {
  const bytes = await call.bytes();
  if (bytes.length === 0) {
    throw new ApiError("bad-request", "The body is empty; JSON is expected.", undefined, [
      { field: "body", message: "must be a JSON document" },
    ]);
  }
  const type = call.headers.get("content-type") ?? "";
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new ApiError("unsupported-media-type", "Send JSON with content-type: application/json.");
  }
  return bytes;
}

const utf8 = new TextDecoder();

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new ApiError("bad-request", "The body is not JSON.", undefined, [
      { field: "body", message: "must be a JSON document" },
    ]);
  }
}

export function bodyTooLarge(): ApiError {
  return new ApiError("too-large", `A body may have ${limits.bodyMaxBytes} bytes at most.`, {
    maxBytes: limits.bodyMaxBytes,
  });
}

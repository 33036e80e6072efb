import type { z } from "zod";
import { limits } from "#lib/domain/limits.ts";
import { ApiError, type FieldError } from "./errors.ts";
import { decodeParams, type PathTemplate } from "./path-template.ts";
import type { RouteInput, RouteSpec } from "./route.ts";

const fieldErrorsMax = 20;

/** Parses all that a request carries. Throws `invalid` naming each wrong field, or a more exact code. */
export async function readInput(
  spec: RouteSpec,
  template: PathTemplate,
  request: Request,
): Promise<RouteInput> {
  const url = new URL(request.url);
  return {
    params: spec.params && check(spec.params, decodeParams(template, url.pathname), "path"),
    query: spec.query && check(spec.query, queryValues(url.searchParams), "query"),
    body: spec.body && checkBody(spec, await readJson(request)),
  };
}

function checkBody({ body, isGoodBody }: RouteSpec, value: unknown): unknown {
  return body === undefined || isGoodBody?.(value) === true ? value : check(body, value, "");
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

async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request);
  if (text === "") {
    throw new ApiError("bad-request", "The body is empty; JSON is expected.", undefined, [
      { field: "body", message: "must be a JSON document" },
    ]);
  }
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) {
    throw new ApiError("unsupported-media-type", "Send JSON with content-type: application/json.");
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError("bad-request", "The body is not JSON.", undefined, [
      { field: "body", message: "must be a JSON document" },
    ]);
  }
}

/** Node itself holds a client to its content-length, so only a body without one needs to be counted. */
async function readText(request: Request): Promise<string> {
  const length = request.headers.get("content-length");
  if (length !== null) {
    if (Number(length) > limits.bodyMaxBytes) throw tooLarge();
    return readAll(() => request.text());
  }
  if (request.body === null) return "";
  const parts: Uint8Array[] = [];
  let total = 0;
  await readAll(async () => {
    for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
      total += part.byteLength;
      if (total > limits.bodyMaxBytes) throw tooLarge();
      parts.push(part);
    }
  });
  return new TextDecoder().decode(Buffer.concat(parts));
}

/** A body that breaks off is the client's doing, not an internal error. */
async function readAll<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError("bad-request", "The body broke off.");
  }
}

function tooLarge(): ApiError {
  return new ApiError("too-large", `A body may have ${limits.bodyMaxBytes} bytes at most.`, {
    maxBytes: limits.bodyMaxBytes,
  });
}

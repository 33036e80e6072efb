import type { ErrorCode, Problem } from "#lib/contract/common.ts";

type QueryValue = string | number | boolean | undefined | null;
export type Query = Readonly<Record<string, QueryValue>>;

interface RequestOptions {
  query?: Query;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/** Calls of one server, as one visitor. Every method rejects with `ProblemError` or `UnreachableError`. */
export interface Api {
  get<T>(path: string, options?: RequestOptions): Promise<T>;
  /** Sends JSON; resolves with the answer's JSON, or `null` for 204. */
  send<T>(method: SendMethod, path: string, body?: unknown, options?: RequestOptions): Promise<T>;
  /** The open response of a stream of server-sent events. */
  open(path: string, options?: RequestOptions): Promise<Response>;
}
type SendMethod = "POST" | "PUT" | "PATCH" | "DELETE";

/** The server said no, in the words of its problem document. */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly code: ErrorCode;
  readonly status: number;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "ProblemError";
    this.problem = problem;
    this.code = problem.code;
    this.status = problem.status;
  }
}

/** No answer came: the server is down, the network is cut, or the answer was not HTTP. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super("The server cannot be reached.", { cause });
    this.name = "UnreachableError";
  }
}

export interface ApiOptions {
  /** Origin of the server, without a slash at the end; empty in a browser. */
  baseUrl?: string;
  /** Sent as `Authorization: Bearer`. In a browser the session cookie goes by itself. */
  token?: string;
  /** Cookie header of the visitor, for pages that are rendered on the server. */
  cookie?: string;
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** Makes the API of one server for one visitor. */
export function createApi(options: ApiOptions = {}): Api {
  const { baseUrl = "", token, cookie } = options;
  const call = options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init));
  const headersOf = (extra: Record<string, string> | undefined): Record<string, string> => ({
    accept: "application/json",
    // Proves to the server that a script of this origin asked: a form of another site cannot set it.
    "x-locksmith": "1",
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(cookie === undefined || cookie === "" ? {} : { cookie }),
    ...extra,
  });
  const request = async (method: string, path: string, init: RequestInit, o: RequestOptions) => {
    let response: Response;
    try {
      response = await call(`${baseUrl}${path}${queryText(o.query)}`, {
        ...init,
        method,
        cache: "no-store",
        headers: { ...headersOf(o.headers), ...(init.headers as Record<string, string> | undefined) },
        ...(o.signal === undefined ? {} : { signal: o.signal }),
      });
    } catch (error) {
      if (o.signal?.aborted === true) throw error;
      throw new UnreachableError(error);
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  };
  return {
    get: async (path, o = {}) => (await request("GET", path, {}, o)).json(),
    send: async (method, path, body, o = {}) => {
      const init: RequestInit =
        body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
      const response = await request(method, path, init, o);
      return response.status === 204 ? null : response.json();
    },
    open: (path, o = {}) =>
      request("GET", path, {}, { ...o, headers: { accept: "text/event-stream", ...o.headers } }),
  };
}

/** `?a=1&b=2`, without what is undefined, null or an empty string. */
function queryText(query: Query | undefined): string {
  if (query === undefined) return "";
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") params.set(name, String(value));
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

async function problemOf(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return new ProblemError(body);
  // Something between us and the server answered, such as a proxy.
  return new ProblemError({
    type: "about:blank",
    title: `The server answered ${response.status}`,
    status: response.status,
    code: response.status === 401 ? "unauthenticated" : "internal",
  });
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === "object" &&
    body !== null &&
    "code" in body &&
    typeof body.code === "string" &&
    "title" in body
  );
}

/** The server that this page came from, as the visitor who is signed in. */
export const browserApi: Api = createApi();

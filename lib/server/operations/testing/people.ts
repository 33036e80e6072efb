import { type Answer, call, type Target } from "#lib/server/testing/api-call.ts";

export type Role = "viewer" | "operator" | "approver" | "admin";

/** Somebody with an account, signed in, who speaks to the real server as a browser does. */
export interface Colleague {
  name: string;
  role: Role;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

const password = "correct horse battery";

/** Makes an account and signs it in. */
export async function colleague(server: Target, name: string, role: Role): Promise<Colleague> {
  const email = `${name}@example.org`;
  const made = await call(server, "POST", "/api/v1/accounts", { name, email, password, role });
  if (made.status >= 300) throw new Error(`no account: ${JSON.stringify(made.body)}`);
  const headers = { "x-locksmith": "1", "sec-fetch-site": "same-origin" };
  const response = await fetch(`${server.url}/api/v1/sign-in`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
  if (response.status >= 300 || cookie === "") throw new Error(`no sign-in: ${response.status}`);
  return {
    name,
    role,
    call: async (method, path, body, more = {}) => {
      const answer = await fetch(`${server.url}${path}`, {
        method,
        headers: {
          cookie,
          ...headers,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...more,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, headers: answer.headers, body: text === "" ? {} : JSON.parse(text) };
    },
  };
}

/** An operation as its detail says it. */
export interface Seen {
  id: string;
  state: string;
  snapshot: string;
  sentence: string;
  plan: {
    gates: { id: string; state: string; because: string }[];
    refusals: string[];
    consequences: string[];
    notVerified: string[];
    targetCount: number;
  };
  result: { outcome: string; text: string; verified: string[]; notVerified: string[] } | null;
  allowed: Record<string, { allowed: boolean; reason: string | null }>;
}

export const reason = "The owner of this lock died in the night.";

/** Plans what is asked; throws unless it was planned. */
export async function plan(by: Colleague, spec: unknown): Promise<Seen> {
  const answer = await by.call("POST", "/api/v1/operations", { spec, reason });
  if (answer.status !== 200) throw new Error(`not planned: ${JSON.stringify(answer.body)}`);
  return answer.body["operation"] as Seen;
}

export function confirm(
  by: Colleague,
  seen: Seen,
  typedName: string | null,
  headers: Record<string, string> = {},
) {
  const body = { reason, typedName };
  return by.call("POST", `/api/v1/operations/${seen.id}/confirm`, body, {
    "if-match": `"${seen.snapshot}"`,
    ...headers,
  });
}

export function acknowledge(by: Colleague, seen: Seen, headers: Record<string, string> = {}) {
  const path = `/api/v1/operations/${seen.id}/acknowledge`;
  return by.call("POST", path, {}, { "if-match": `"${seen.snapshot}"`, ...headers });
}

export async function look(by: Colleague, id: string): Promise<Seen> {
  return (await by.call("GET", `/api/v1/operations/${id}`)).body as unknown as Seen;
}

/** Asks until it is as wanted; throws with how it stands when that takes too long. */
export async function until(
  by: Colleague,
  id: string,
  wanted: (seen: Seen) => boolean,
  ms = 30_000,
): Promise<Seen> {
  const end = performance.now() + ms;
  for (;;) {
    const seen = await look(by, id);
    if (wanted(seen)) return seen;
    if (performance.now() > end)
      throw new Error(`still ${seen.state}: ${seen.sentence} ${JSON.stringify(seen.plan.gates)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

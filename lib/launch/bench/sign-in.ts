import type { BenchServer } from "./server.ts";

const signedIn = new WeakMap<BenchServer, Promise<string>>();

/** The cookie header of the first admin, made through the one-time link as a person would; the link is good once. */
export function signedInCookie(server: BenchServer): Promise<string> {
  const known = signedIn.get(server);
  if (known !== undefined) return known;
  const cookie = signIn(server);
  signedIn.set(server, cookie);
  return cookie;
}

async function signIn(server: BenchServer): Promise<string> {
  const token = new URL(server.signInUrl).searchParams.get("token");
  const answer = await fetch(`${server.url}/api/v1/sign-in/once`, {
    method: "POST",
    signal: AbortSignal.timeout(30_000),
    headers: { "content-type": "application/json", "x-locksmith": "1" },
    body: JSON.stringify({
      token,
      name: "Bench",
      email: "bench@example.org",
      password: "correct horse battery staple",
    }),
  });
  if (!answer.ok) throw new Error(`signing in answered ${answer.status}: ${await answer.text()}`);
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  return cookies.join("; ");
}

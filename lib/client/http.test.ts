import { expect, test } from "vitest";
import { createApi, ProblemError, UnreachableError } from "./http.ts";

function recorder(answer: () => Response) {
  const calls: { url: string; init: RequestInit }[] = [];
  const api = createApi({
    baseUrl: "http://locksmith.test",
    token: "secret",
    fetch: async (url, init) => {
      calls.push({ url, init });
      return answer();
    },
  });
  return { api, calls };
}

test("a call says who asks, and that a script of this origin does", async () => {
  const { api, calls } = recorder(() => Response.json({ ok: true }));
  expect(
    await api.send("POST", "/api/v1/x", { a: 1 }, { query: { q: "a&b", none: undefined, empty: "" } }),
  ).toEqual({
    ok: true,
  });
  expect(calls[0]?.url).toBe("http://locksmith.test/api/v1/x?q=a%26b");
  expect(calls[0]?.init).toMatchObject({
    method: "POST",
    body: '{"a":1}',
    headers: { authorization: "Bearer secret", "x-locksmith": "1", "content-type": "application/json" },
  });
});

test("204 is null", async () => {
  const { api } = recorder(() => new Response(null, { status: 204 }));
  expect(await api.send("DELETE", "/x")).toBeNull();
});

test("a problem document becomes an error with its code and its words", async () => {
  const problem = { type: "urn:x", title: "Held", status: 409, code: "lock-held", detail: "node-7 holds it" };
  const { api } = recorder(() => Response.json(problem, { status: 409 }));
  const error = await api.get("/x").catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toMatchObject({ code: "lock-held", status: 409, message: "node-7 holds it", problem });
});

test("an answer that is not ours, such as a proxy's page, is still an error with its status", async () => {
  const { api } = recorder(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  await expect(api.get("/x")).rejects.toMatchObject({ code: "internal", status: 502 });
});

test("no answer is its own kind of error, and giving up is not", async () => {
  const api = createApi({ baseUrl: "http://x.test", fetch: () => Promise.reject(new TypeError("refused")) });
  await expect(api.get("/x")).rejects.toBeInstanceOf(UnreachableError);
  const abort = new AbortController();
  abort.abort(new Error("left the page"));
  const aborting = createApi({ fetch: () => Promise.reject(abort.signal.reason) });
  await expect(aborting.get("/x", { signal: abort.signal })).rejects.toThrow("left the page");
});

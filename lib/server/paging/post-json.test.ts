import { afterEach, expect, test } from "vitest";
import { postJson } from "./post-json.ts";
import { type Manner, type Receiver, startReceiver } from "./testing/receiver.ts";

const open = { hosts: [], allowPrivate: true };
const closed = { hosts: [], allowPrivate: false };
const content = { headers: { authorization: "Bearer s" }, body: { title: "zażółć" } };
const receivers: Receiver[] = [];

async function receiver(...manners: Manner[]): Promise<Receiver> {
  const one = await startReceiver(...manners);
  receivers.push(one);
  return one;
}
afterEach(async () => {
  for (const one of receivers.splice(0)) await one.close();
});

test("what is posted arrives whole", async () => {
  const one = await receiver(202);
  expect(await postJson(`${one.url}/hook?a=1`, content, { rules: open, timeLimitMs: 5_000 })).toEqual({
    outcome: "delivered",
  });
  expect(one.received).toMatchObject([
    {
      path: "/hook?a=1",
      body: content.body,
      headers: { authorization: "Bearer s", "content-type": "application/json" },
    },
  ]);
});

test("a private address gets nothing unless it is allowed, by number or by name", async () => {
  const one = await receiver(200);
  const options = { rules: closed, timeLimitMs: 5_000 };
  for (const host of ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"]) {
    const attempted = await postJson(`http://${host}:${one.port}/`, content, options);
    expect(attempted.outcome, host).toBe("never");
  }
  expect(one.received).toEqual([]);
});

test("a name that turns private after it was checked is connected to as it was checked", async () => {
  const one = await receiver(200);
  let asked = 0;
  const resolve = async () => {
    asked += 1;
    return [
      { address: "169.254.169.254", family: 4 },
      { address: asked === 1 ? "127.0.0.1" : "169.254.169.254", family: 4 },
    ];
  };
  const attempted = await postJson(`http://receiver.test:${one.port}/x`, content, {
    rules: open,
    timeLimitMs: 5_000,
    resolve,
  });
  expect(attempted).toEqual({ outcome: "delivered" });
  expect(asked).toBe(1);
  expect(one.received[0]?.headers.host).toBe(`receiver.test:${one.port}`);
  const private_ = await postJson(`http://receiver.test:${one.port}/x`, content, {
    rules: closed,
    timeLimitMs: 5_000,
    resolve: async () => [{ address: "10.0.0.7", family: 4 }],
  });
  expect(private_.outcome).toBe("never");
  expect(one.received).toHaveLength(1);
});

test("a redirect is not followed", async () => {
  const inside = await receiver(200);
  const one = await receiver({ redirect: `${inside.url}/admin` });
  const attempted = await postJson(one.url, content, { rules: open, timeLimitMs: 5_000 });
  expect(attempted).toMatchObject({ outcome: "never" });
  expect(inside.received).toEqual([]);
});

test("one that never answers is given up in time, and may be tried again", async () => {
  const one = await receiver("hang");
  const attempted = await postJson(one.url, content, { rules: open, timeLimitMs: 150 });
  expect(attempted).toEqual({ outcome: "again", because: "did not answer within 0.15 s" });
});

test("of 10 MB only the status is taken", async () => {
  const one = await receiver("flood");
  expect(await postJson(one.url, content, { rules: open, timeLimitMs: 5_000 })).toEqual({
    outcome: "delivered",
  });
  expect(one.floodSent()).toBeLessThan(10 * 1024 * 1024);
});

test("failures are told in our words, never in the receiver's", async () => {
  const one = await receiver(500);
  const options = { rules: open, timeLimitMs: 5_000 };
  expect(await postJson(one.url, content, options)).toEqual({ outcome: "again", because: "answered 500" });
  await one.close();
  receivers.pop();
  expect(await postJson(one.url, content, options)).toEqual({
    outcome: "again",
    because: "nobody listens at its address",
  });
  const lost = Object.assign(new Error("secret text"), { code: "ENOTFOUND" });
  const resolve = () => Promise.reject(lost);
  expect(await postJson("http://nowhere.test/", content, { ...options, resolve })).toEqual({
    outcome: "again",
    because: "its name is not known",
  });
});

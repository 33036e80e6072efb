import fc from "fast-check";
import { expect, test } from "vitest";
import { AttemptLimiter, addressKey } from "./attempts.ts";

function limiter(max = 3, maxKeys = 100) {
  const clock = { now: 0, wallMs: () => 0, monoMs: () => clock.now };
  return { clock, limiter: new AttemptLimiter(clock, { max, windowMs: 60_000, maxKeys }) };
}

test("the attempt after the last is refused and says how long to wait; then it is allowed", () => {
  const { clock, limiter: it } = limiter();
  for (let i = 0; i < 3; i++) {
    expect(it.take(["a"]).allowed).toBe(true);
    clock.now += 1_000;
  }
  expect(it.take(["a"])).toEqual({ allowed: false, retryAfterMs: 57_000 });
  clock.now = 59_999;
  expect(it.take(["a"]).allowed).toBe(false);
  clock.now = 60_000;
  expect(it.take(["a"]).allowed).toBe(true);
});

test("a refused attempt takes no slot of its other keys", () => {
  const { limiter: it } = limiter(1);
  it.take(["account"]);
  expect(it.take(["address", "account"]).allowed).toBe(false);
  expect(it.take(["address"]).allowed).toBe(true);
});

test("a success gives its slots back, a failure does not", () => {
  const { limiter: it } = limiter(2);
  for (let i = 0; i < 10; i++) {
    const attempt = it.take(["proxy"]);
    if (attempt.allowed) attempt.giveBack();
    expect(attempt.allowed).toBe(true);
  }
  it.take(["proxy"]);
  it.take(["proxy"]);
  expect(it.take(["proxy"]).allowed).toBe(false);
});

test("the memory is bounded: the key that was unused longest goes first", () => {
  const { limiter: it } = limiter(1, 2);
  it.take(["a"]);
  it.take(["b"]);
  it.take(["c"]);
  expect(it.take(["c"]).allowed).toBe(false);
  expect(it.take(["b"]).allowed).toBe(false);
  expect(it.take(["a"]).allowed).toBe(true);
});

test("never more than max within any window, whatever the times", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40_000 }), { maxLength: 60 }), (steps) => {
      const { clock, limiter: it } = limiter(3);
      const allowed: number[] = [];
      for (const step of steps) {
        clock.now += step;
        if (it.take(["k"]).allowed) allowed.push(clock.now);
      }
      allowed.forEach((at, i) => {
        expect(allowed.slice(i).filter((later) => later - at < 60_000).length).toBeLessThanOrEqual(3);
      });
    }),
  );
});

test("addresses of one IPv6 block count together, and a mapped IPv4 address is that address", () => {
  expect(addressKey("2001:db8:1:2:aaaa::1")).toBe(addressKey("2001:0db8:0001:0002:ffff:1:2:3"));
  expect(addressKey("2001:db8:1:3::1")).not.toBe(addressKey("2001:db8:1:2::1"));
  expect(addressKey("::ffff:192.0.2.7")).toBe(addressKey("192.0.2.7"));
  expect(addressKey("::1")).toBe("address:0:0:0:0::/64");
  expect(addressKey("fe80::1%eth0")).toBe("address:fe80:0:0:0::/64");
});

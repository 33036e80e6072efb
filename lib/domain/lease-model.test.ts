import fc from "fast-check";
import { expect, test } from "vitest";
import {
  elapse,
  freeLease,
  isValidEpoch,
  type LeaseState,
  recover,
  release,
  renew,
  tryAcquire,
  withSign,
} from "./lease.ts";

/**
 * A world of clients, one lease, and messages that take their time or get lost. Each client believes that it
 * holds from a grant's answer until its own TTL, counted from before it sent the last acquire or renew that was
 * answered.
 * Nobody knows of the others; the server may restart at any moment and then knows only what was on disk.
 */
interface Client {
  ttlMs: number;
  onLost: "release" | "keep";
  epoch: number | null;
  believesUntilMs: number;
  /** What it gave back: an answer with this epoch or an older one is no grant, a late release may yet end it. */
  releasedEpoch: number;
}

interface Message {
  client: number;
  what: "acquire" | "renew" | "beat" | "release";
  sentMs: number;
  epoch: number | null;
  /** Set by the server when it has answered and the answer is under way. */
  answer: { ok: boolean; epoch: number | null } | null;
}

type Step =
  | { do: "send"; client: number; what: Message["what"] }
  | { do: "arrive" | "return" | "lose"; which: number }
  | { do: "wait"; ms: number }
  | { do: "notice" }
  | { do: "restart"; wallJumpMs: number };

class World {
  nowMs = 0;
  wallShiftMs = 0;
  state: LeaseState = freeLease(0);
  delayMs = 0;
  messages: Message[] = [];
  grants: number[] = [];
  readonly clients: Client[];
  constructor(clients: Client[]) {
    this.clients = clients.map((c) => ({ ...c }));
  }

  now() {
    return { monoMs: this.nowMs, wallMs: this.nowMs + this.wallShiftMs };
  }

  run(step: Step) {
    if (step.do === "wait") this.nowMs += step.ms;
    else if (step.do === "notice") this.notice();
    else if (step.do === "restart") this.restart(step.wallJumpMs);
    else if (step.do === "send") this.send(step.client % this.clients.length, step.what);
    else {
      const message = this.messages[step.which % Math.max(1, this.messages.length)];
      if (message === undefined) return;
      if (step.do === "lose") this.messages = this.messages.filter((m) => m !== message);
      else if (step.do === "arrive" && message.answer === null) this.serve(message);
      else if (step.do === "return" && message.answer !== null) this.hear(message);
    }
  }

  send(client: number, what: Message["what"]) {
    const sender = this.clients[client]!;
    const { epoch } = sender;
    if (what === "release") {
      sender.releasedEpoch = Math.max(sender.releasedEpoch, epoch ?? 0);
      sender.epoch = null;
    }
    this.messages.push({ client, what, sentMs: this.nowMs, epoch, answer: null });
  }

  notice() {
    const step = elapse(this.state, this.now());
    if (step === null) return;
    if (this.state.holder?.onLost === "keep") expect(step.state.holder).not.toBeNull();
    if (step.what === "expired") this.delayMs = this.state.holder!.lockDelayMs;
    this.state = step.state;
  }

  restart(wallJumpMs: number) {
    this.wallShiftMs += wallJumpMs;
    const { epoch, holder } = this.state;
    this.state = recover({ epoch, holder, lockDelayMs: this.delayMs }, this.nowMs, this.nowMs + 15_000);
    this.messages = [];
  }

  serve(message: Message) {
    this.notice();
    const sessionId = String(message.client);
    const token = { sessionId, epoch: message.epoch ?? 0 };
    const { ttlMs, onLost } = this.clients[message.client]!;
    if (message.what === "acquire") {
      const before = this.state.holder;
      const step = tryAcquire(this.state, { sessionId, ttlMs, onLost, lockDelayMs: 3_000 }, this.now());
      message.answer = { ok: step.outcome !== "not-now", epoch: null };
      if (step.outcome === "not-now") return;
      if (step.outcome === "granted") {
        expect(before === null || before.sessionId === sessionId).toBe(true);
        this.grants.push(step.holder.epoch);
        this.delayMs = 0;
      }
      message.answer.epoch = step.holder.epoch;
      this.state = step.state;
    } else if (message.what === "release") {
      const step = release(this.state, token);
      message.answer = { ok: step.ok, epoch: null };
      if (step.ok) this.state = step.state;
    } else if (message.what === "renew") {
      const step = renew(this.state, token, this.nowMs);
      message.answer = { ok: step.ok, epoch: message.epoch };
      if (step.ok) this.state = step.state;
    } else {
      // The answer to a beat is about the session: it says nothing of the lease, so nobody believes more for it.
      if (this.state.holder?.sessionId === sessionId) this.state = withSign(this.state, this.nowMs);
      message.answer = { ok: false, epoch: null };
    }
  }

  hear(message: Message) {
    this.messages = this.messages.filter((m) => m !== message);
    const client = this.clients[message.client]!;
    if (!message.answer?.ok || message.what === "release") return;
    const epoch = message.answer.epoch ?? 0;
    // Answers may overtake each other: an older epoch than the newest heard of is no news.
    if (epoch <= client.releasedEpoch || epoch < (client.epoch ?? 0)) return;
    if (message.what === "renew" && epoch !== client.epoch) return;
    const untilMs = message.sentMs + client.ttlMs;
    client.believesUntilMs = epoch === client.epoch ? Math.max(client.believesUntilMs, untilMs) : untilMs;
    client.epoch = epoch;
  }

  believers() {
    return this.clients.filter((c) => c.epoch !== null && this.nowMs < c.believesUntilMs);
  }
}

const client = fc.record<Client>({
  ttlMs: fc.integer({ min: 1_000, max: 20_000 }),
  onLost: fc.constantFrom("release", "keep"),
  epoch: fc.constant(null),
  believesUntilMs: fc.constant(0),
  releasedEpoch: fc.constant(0),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("send" as const),
      client: fc.nat(3),
      what: fc.constantFrom(
        "acquire" as const,
        "acquire" as const,
        "renew" as const,
        "beat" as const,
        "release" as const,
      ),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constantFrom("arrive" as const, "return" as const), which: fc.nat(9) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lose" as const), which: fc.nat(9) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.nat(9_000) }) },
  { weight: 2, arbitrary: fc.constant({ do: "notice" as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("restart" as const),
      wallJumpMs: fc.integer({ min: -1e12, max: 1e12 }),
    }),
  },
);

test("in any interleaving nobody holds beside another, and epochs only grow", () => {
  let grants = 0;
  fc.assert(
    fc.property(
      fc.array(client, { minLength: 2, maxLength: 4 }),
      fc.array(step, { minLength: 30, maxLength: 150, size: "max" }),
      (clients, steps) => {
        const world = new World(clients);
        for (const one of steps) {
          const { epoch } = world.state;
          world.run(one);
          const believers = world.believers();
          if (believers.length > 1) throw new Error("two clients believe that they hold");
          // Who believes is who the server would let write: the token is still the valid one.
          for (const { epoch: believed } of believers) {
            const valid = isValidEpoch(world.state, believed ?? 0, world.nowMs);
            if (!valid) throw new Error(`a believer's epoch ${believed} is refused`);
          }
          if (world.state.epoch < epoch) throw new Error("the epoch went back");
        }
        expect(world.grants).toEqual([...new Set(world.grants)].sort((a, b) => a - b));
        grants += world.grants.length;
      },
    ),
    { numRuns: 4_000 },
  );
  // The model is worth nothing if its clients never get anywhere.
  expect(grants).toBeGreaterThan(4_000);
}, 30_000);

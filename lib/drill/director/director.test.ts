import { expect, test } from "vitest";
import { type Api, createApi } from "#lib/client/http.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import type { ActId, CoachLine, DrillAct, DrillMode } from "#lib/domain/drill/drill.ts";
import { type Stage, stageNames, type Variation } from "#lib/drill/stage.ts";
import { Director } from "./director.ts";

/** What the server would answer; each test says what people and processes have done. */
class World {
  lease: Partial<LockRow> = { verdict: "live", epoch: 3, state: "held" };
  operations: Partial<OperationRow>[] = [];
  wanted: ActId | null = null;
  acts: DrillAct[] = [];
  next: ActId | null = null;
  readonly lines: CoachLine[] = [];
  readonly played: ActId[] = [];
  readonly #stop = new AbortController();
  readonly #mode: DrillMode;
  #look = () => {};

  constructor(mode: DrillMode) {
    this.#mode = mode;
  }

  start(variation: Variation = {}): void {
    const note = (id: ActId) => async () => void this.played.push(id);
    const noted = Object.fromEntries((["calm", "hot", "fleet"] as const).map((id) => [id, note(id)]));
    const director = new Director({
      stageFor: () => this.#stage(),
      variation: { ...variation, acts: { ...noted, ...variation.acts } },
      signal: this.#stop.signal,
      wait: () => new Promise((resolve) => (this.#look = resolve)),
      incidentId: () => null,
      wanted: () => this.wanted,
      onActs: (acts, next) => Object.assign(this, { acts, next }),
      say: (line) => this.lines.push(line),
    });
    void director.run();
  }

  /** Lets the director look until it has seen what there is. */
  async looks(): Promise<void> {
    for (let look = 0; look < 10; look += 1) {
      const { promise, resolve } = Promise.withResolvers<void>();
      setImmediate(resolve);
      await promise;
      this.#look();
    }
  }

  get on(): ActId | undefined {
    return this.acts.find(({ state }) => state === "on")?.id;
  }

  end(): void {
    this.#stop.abort();
    this.#look();
  }

  #stage(): Stage {
    const options = { mode: this.#mode };
    return { api: { fleet: this.#api() }, options, now: () => 1_000 } as unknown as Stage;
  }

  #api(): Api {
    const lease = { source: "native", key: stageNames.resource, ...this.lease };
    const answer = (url: string) => ({ items: url.includes("/locks") ? [lease] : this.operations });
    return createApi({ fetch: async (url) => Response.json(answer(url)) });
  }
}

const drain: Partial<OperationRow> = {
  id: "op_1",
  kind: "drain",
  state: "running",
  title: "Drain the whole drill",
  resource: stageNames.resource,
  createdAt: 2_000,
  confirmedAt: 2_000,
  lockId: null,
  relatedId: null,
};

test("by hand, nothing goes wrong before somebody begins it, and then only the act that is next", async () => {
  const world = new World("hand");
  world.start();
  await world.looks();
  expect([world.on, world.next, world.played]).toEqual(["calm", "hot", ["calm"]]);
  world.wanted = "fleet";
  await world.looks();
  expect(world.on).toBe("calm");
  world.wanted = "hot";
  await world.looks();
  expect([world.on, world.next]).toEqual(["hot", "fleet"]);
  world.end();
});

test("by script, what goes wrong goes wrong by itself, and then people are waited for", async () => {
  const world = new World("script");
  world.start();
  await world.looks();
  await world.looks();
  expect([world.on, world.next, world.played]).toEqual(["fleet", null, ["calm", "hot", "fleet"]]);
  await world.looks();
  expect(world.on).toBe("fleet");
  world.end();
});

test("whoever drains before the fleet has halted is followed, and the fleet halts all the same", async () => {
  const world = new World("hand");
  world.start();
  await world.looks();
  world.wanted = "hot";
  await world.looks();
  world.operations = [drain];
  await world.looks();
  expect(world.on).toBe("drain");
  expect(world.played).toEqual(["calm", "hot", "fleet"]);
  expect(world.acts.filter(({ state }) => state === "pending").map(({ id }) => id)).not.toContain("canary");
  expect(world.lines.at(-1)).toMatchObject({ act: "drain", kind: "look", look: "/operations/op_1" });
  world.end();
});

test("an act that cannot go on says why, and the story goes on", async () => {
  const world = new World("script");
  world.start({ acts: { hot: () => Promise.reject(new Error("no flock was seen")) } });
  await world.looks();
  await world.looks();
  expect(world.lines.map(({ text }) => text).join("\n")).toContain("no flock was seen");
  expect(world.on).toBe("fleet");
  world.end();
});

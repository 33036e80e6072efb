import { expect, test } from "vitest";
import type { Actor } from "#lib/domain/roles.ts";
import { DrillLives } from "#lib/server/drills/testing/drill-life.ts";
import { kernelProcess } from "#lib/server/testing/records.ts";
import { sayHello } from "./hello.ts";

const agent: Actor = { kind: "agent", id: "tok_7", name: "agent of node-7", node: "node-7" };

function helloOf(instanceId: string, bootId: string) {
  const process = { ...kernelProcess("node-7", 10), bootId, instanceId };
  const fixed = { agentVersion: "1", kernel: "Linux", kind: "host", group: "g", labels: {}, limitations: [] };
  return { instanceId, bootId, process, ...fixed };
}
const boots = ["11111111-2222-3333-4444-555555555555", "99999999-2222-3333-4444-555555555555"] as const;

test.each([
  ["two agents", "instance-of-two"],
  ["a copy of the same instance", "instance-of-one"],
])("two hellos of one node at once from %s, of two boots, are no reboot", async (_, second) => {
  const lives = new DrillLives();
  const { context } = await lives.start();
  const answers = await Promise.allSettled([
    sayHello(context, agent, "node-7", helloOf("instance-of-one", boots[0])),
    sayHello(context, agent, "node-7", helloOf(second, boots[1])),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  expect(answers[1]).toMatchObject({ reason: { code: "conflict" } });
  expect(lives.disk.events.map(({ kind }) => kind)).toEqual(["session.opened", "node.appeared"]);
  expect(context.view.nodes.get("node-7")?.bootId).toBe(boots[0]);
  const sessions = lives.disk.everything().filter(({ kind }) => kind === "session");
  expect(sessions).toHaveLength(1);
});

test("a refused greeting keeps the next ones of its node out of nothing", async () => {
  const lives = new DrillLives();
  const { context } = await lives.start();
  const [first] = await Promise.allSettled([
    sayHello(context, agent, "node-7", helloOf("instance-of-one", boots[0])),
    sayHello(context, agent, "node-7", helloOf("instance-of-two", boots[1])),
  ]);
  const again = await sayHello(context, agent, "node-7", helloOf("instance-of-one", boots[0]));
  expect(first).toMatchObject({ value: { sessionId: again.sessionId } });
});

import type { z } from "zod";
import type { AgentHello, helloAnswer } from "#lib/contract/agent.ts";
import { limits } from "#lib/domain/limits.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { agentService } from "#lib/domain/session-role.ts";
import type { Severity } from "#lib/domain/states.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { openSession } from "#lib/server/sessions/open-session.ts";
import type { NodeRecord } from "#lib/store/records.ts";
import type { Tx } from "#lib/store/store.ts";
import { forgetOldBoot } from "./old-boot.ts";

type Greeted = z.infer<typeof helloAnswer>;

/** An agent that was heard this recently is there: it beats more than twice in this time. */
const besideMs = 2.5 * limits.agentBeatMs;

/**
 * POST /agents/{node}/hello: opens the agent's session and names the node. A boot id other than the last one is
 * proof that everything of the old boot is gone. Throws `conflict` while another agent still beats for this node:
 * two hosts with one name would each declare the other's living processes dead and its locks released. Two that come at
 * once are taken one after the other, so the second is refused as well.
 */
export function sayHello(
  context: ServerContext,
  actor: Actor,
  node: string,
  hello: AgentHello,
): Promise<Greeted> {
  return context.agents.inTurn(node, () => greet(context, actor, node, hello));
}

async function greet(
  context: ServerContext,
  actor: Actor,
  node: string,
  hello: AgentHello,
): Promise<Greeted> {
  refuseSecondAgent(context, node, hello);
  const opened = await openSession(context, actor, {
    node,
    service: agentService,
    instanceId: hello.instanceId,
    ttlMs: limits.agentTtlMs,
    command: "locksmith agent",
    user: null,
    unit: null,
    processes: [{ ...hello.process, node, bootId: hello.bootId }],
    role: "worker",
    resources: [],
  });
  const now = context.clock.wallMs();
  await context.store.write(async (tx) => {
    const before = (await tx.get("node", node))?.value ?? null;
    const rebooted = before !== null && isOtherBoot(before.hello.bootId, hello.bootId);
    if (rebooted) await forgetOldBoot(context, tx, { node, newBootId: hello.bootId, now });
    await tx.put("node", node, nodeRecord(node, hello, opened.sessionId, before, now));
    await helloEvent(tx, { node, before, rebooted, hello, now });
  });
  context.agents.feed(node).begin(opened.sessionId);
  return {
    sessionId: opened.sessionId,
    ttlMs: opened.ttlMs,
    beatEveryMs: limits.agentBeatMs,
    scanEveryMs: limits.agentScanMs,
    serverAt: now,
  };
}

function refuseSecondAgent({ view, beats }: ServerContext, node: string, hello: AgentHello): void {
  const row = view.nodes.get(node);
  const sessionId = row?.sessionId ?? null;
  const other = sessionId === null ? undefined : beats.session(sessionId);
  if (other === undefined || !beats.isOpen(other.record.id)) return;
  // No instance of an agent lives on after a boot: one that says so is a copy.
  const isSame =
    other.record.instanceId === hello.instanceId && !isOtherBoot(row?.bootId ?? "", hello.bootId);
  if (isSame) return;
  if (!beats.heardWithin(other.record.id, besideMs)) return;
  throw new ApiError(
    "conflict",
    "Another agent reports for this node just now. Give this host a name and a token of its own, or stop the other.",
    { retryAfterMs: besideMs },
  );
}

/** A boot id that could not be read, then or now, proves nothing. */
function isOtherBoot(before: string, now: string): boolean {
  return before !== "" && now !== "" && before !== now;
}

function nodeRecord(
  name: string,
  hello: AgentHello,
  sessionId: string,
  before: NodeRecord | null,
  now: number,
): NodeRecord {
  return {
    name,
    hello,
    state: "up",
    sessionId,
    limitations: hello.limitations,
    firstSeenAt: before?.firstSeenAt ?? now,
    lastReportAt: before?.lastReportAt ?? null,
    lastBeatAt: now,
  };
}

interface Greeting {
  node: string;
  before: NodeRecord | null;
  rebooted: boolean;
  hello: AgentHello;
  now: number;
}

async function helloEvent(tx: Tx, { node, before, rebooted, hello, now }: Greeting): Promise<void> {
  const say = (kind: string, severity: Severity, text: string) =>
    tx.event({ at: now, kind, severity, node, lockId: null, resource: null, ownerId: null, text });
  const kernel = safeText(hello.kernel, 100);
  if (before === null)
    await say("node.appeared", "info", `${node} is here for the first time, with ${kernel}.`);
  else if (rebooted) await say("node.rebooted", "warning", `${node} was restarted: its boot id changed.`);
  else if (before.hello.instanceId !== hello.instanceId) {
    await say("agent.restarted", "info", `The agent on ${node} was started anew.`);
  } else await say("agent.returned", "info", `The agent on ${node} is back.`);
}

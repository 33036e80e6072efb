import type { z } from "zod";
import type { AgentReport, reportAnswer } from "#lib/contract/agent.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { withoutDrillLocks } from "#lib/server/drills/hide-locks.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { NodeRecord } from "#lib/store/records.ts";
import type { Tx } from "#lib/store/store.ts";
import { ingestLocks } from "./ingest-locks.ts";
import { observeProcesses } from "./observe-processes.ts";
import { blindAfterMs, sightLocks } from "./sight-locks.ts";

/** A report that changed nothing else is written to the node's document this often. */
const noteReportMs = 15_000;
const eventTextMax = 1_000;
/** What an agent can tell of its host. All other kinds are this server's own words: verdicts, grants, its own stops. */
const hostKind = /^(?:kernel|guardian)\.[a-z0-9.-]{1,50}$/;

/**
 * POST /agents/{node}/report: what a node sees. Taken in whole or not at all. Throws `session-gone` when the agent
 * has to say hello first.
 */
export async function takeReport(
  context: ServerContext,
  node: string,
  given: AgentReport,
): Promise<z.infer<typeof reportAnswer>> {
  const report = withoutDrillLocks(context, node, given);
  const known = context.view.nodes.get(node);
  if (known === undefined || known.sessionId !== report.sessionId) {
    throw replaced();
  }
  const now = context.clock.wallMs();
  const feed = context.agents.feed(node);
  const firstSight = context.view.locks.ofNode(node).length === 0 && feed.needsSnapshot;
  const step = feed.take(report);
  const answer = (needSnapshot: boolean) => ({ ok: true as const, needSnapshot, serverAt: now });
  if (step.kind === "repeated") return answer(false);
  try {
    await context.store.write(async (tx) => {
      // Another agent's hello may have come first: then this one's view of the node counts no more.
      if ((await tx.get("node", node))?.value.sessionId !== report.sessionId) throw replaced();
      if (step.kind !== "hole") {
        await ingestLocks({ tx, view: context.view, node, now, firstSight }, report, step);
      }
      await observeProcesses(tx, context.agents, node, report.processes, now);
      await writeHostEvents(tx, node, report, now);
      await noteOnNode(context, tx, node, report, now);
    });
  } catch (error) {
    // The agent will not send it again by itself; its next snapshot makes up for it.
    feed.failed();
    throw error;
  }
  const scanned = report.scanned && feed.isWhole;
  context.agents.noteReport(node, scanned ? report.scannedAgoMs : null);
  const fresh = scanned && report.scannedAgoMs <= blindAfterMs;
  if (fresh && context.agents.isBlind(node)) await sightLocks(context, node);
  return answer(step.kind === "hole");
}

function replaced(): ApiError {
  return new ApiError("session-gone", "This session is not the agent's any more. Say hello again.");
}

async function writeHostEvents(tx: Tx, node: string, report: AgentReport, now: number): Promise<void> {
  const host = { node, lockId: null, resource: null, ownerId: null };
  for (const event of report.events) {
    const kind = hostKind.test(event.kind) ? event.kind : "agent.event";
    const text = safeText(event.text, eventTextMax);
    await tx.event({ ...host, at: Math.max(0, now - event.agoMs), kind, severity: event.severity, text });
  }
  if (report.dropped === 0) return;
  const text = `The agent on ${node} could not reach the server and dropped ${report.dropped} events.`;
  await tx.event({ ...host, at: now, kind: "agent.dropped", severity: "warning", text });
}

async function noteOnNode(
  context: ServerContext,
  tx: Tx,
  node: string,
  report: AgentReport,
  now: number,
): Promise<void> {
  const stored = await tx.get("node", node);
  if (stored === null) return;
  const record: NodeRecord = stored.value;
  // Only the report that ends a scan says what could not be read in it; the parts before it say nothing.
  const limitations = report.scanned ? report.limitations : record.limitations;
  const same = JSON.stringify(limitations) === JSON.stringify(record.limitations);
  if (same && now - (record.lastReportAt ?? 0) < noteReportMs) return;
  const lastBeatAt = context.beats.lastBeatAt(report.sessionId) ?? record.lastBeatAt;
  await tx.put("node", node, { ...record, limitations, lastReportAt: now, lastBeatAt });
}

import type { Evidence } from "./evidence.ts";
import type { SessionFacts, SessionProcess } from "./session-facts.ts";
import { isProofOfEnd } from "./session-proof.ts";
import { clockTime, roughly } from "./words.ts";

/** All that is known of an owner, decisive facts first. */
export function sessionEvidence(facts: SessionFacts): Evidence[] {
  const list = [
    ...recordEvidence(facts),
    ...processEvidence(facts),
    ...beatEvidence(facts),
    ...agentEvidence(facts),
  ];
  return list.sort((a, b) => Number(b.weight === "decisive") - Number(a.weight === "decisive"));
}

function fromServer(
  facts: SessionFacts,
  fact: Omit<Evidence, "source" | "observedAt">,
  observedAt = facts.nowAt,
) {
  return { ...fact, source: "server", observedAt };
}

function recordEvidence(facts: SessionFacts): Evidence[] {
  const { session, graceUntil } = facts;
  const list: Evidence[] = [];
  if (graceUntil !== null) {
    const text = `This server was restarted; owners may show themselves until ${clockTime(graceUntil)}.`;
    list.push(
      fromServer(facts, { kind: "server-recovered", weight: "circumstantial", points: "neither", text }),
    );
  }
  if (session === null) {
    const text = "The lease names a session that is not in this server's records.";
    list.push(fromServer(facts, { kind: "session-missing", weight: "decisive", points: "gone", text }));
  } else if (session.state === "closed") {
    const text = "The session was closed by its owner.";
    const fact = { kind: "session-closed", weight: "decisive", points: "gone", text } as const;
    list.push(fromServer(facts, fact, session.endedAt ?? facts.nowAt));
  }
  return list;
}

function beatEvidence(facts: SessionFacts): Evidence[] {
  const { session, beats } = facts;
  if (session === null || session.state === "closed") return [];
  const at = beats.lastBeatAt ?? session.openedAt;
  const make = (kind: Evidence["kind"], points: Evidence["points"], text: string) =>
    fromServer(facts, { kind, weight: "circumstantial", points, text }, at);
  if (beats.heard && !beats.suspect && session.state === "open") {
    return [make("heartbeat-live", "alive", liveText(beats))];
  }
  const last =
    beats.lastBeatAt === null
      ? "It never beat since it was opened"
      : `No beat since ${clockTime(beats.lastBeatAt)}`;
  if (!beats.suspect) return [make("heartbeat-late", "neither", `${last}; none is due yet.`)];
  const used = beats.rhythmMs === null ? "" : `; it used to beat about every ${roughly(beats.rhythmMs)}`;
  const list = [make("heartbeat-frozen", "gone", `${last}${used}.`)];
  if (session.state === "lost") {
    list.push(ttlPassed(facts, session, at));
  }
  return list;
}

/** Its moment is the end of the TTL: later than the last beat, and never later than when it was noted as lost. */
function ttlPassed(
  facts: SessionFacts,
  { ttlMs, endedAt }: NonNullable<SessionFacts["session"]>,
  lastSignAt: number,
): Evidence {
  const text = `Its TTL of ${roughly(ttlMs)} passed without a beat.`;
  const passedAt = Math.max(lastSignAt, Math.min(lastSignAt + ttlMs, endedAt ?? facts.nowAt));
  return fromServer(facts, { kind: "ttl-passed", weight: "circumstantial", points: "gone", text }, passedAt);
}

function liveText({ lastBeatAt, rhythmMs }: SessionFacts["beats"]): string {
  if (lastBeatAt === null) return "It opened its session; its first beat is not due yet.";
  return rhythmMs === null ? "It beats." : `It beats about every ${roughly(rhythmMs)}, in its own rhythm.`;
}

function agentEvidence({ session, agent, nowAt }: SessionFacts): Evidence[] {
  if (session === null || agent.state === "reporting") return [];
  const text =
    agent.lastReportAt === null
      ? `No agent reports from ${session.node}: nobody can look at its processes.`
      : `The agent on ${session.node} has not reported since ${clockTime(agent.lastReportAt)}. Silence is not death.`;
  const fact = { kind: "agent-silent", weight: "circumstantial", points: "neither", text } as const;
  return [{ ...fact, source: "server", observedAt: agent.lastReportAt ?? nowAt }];
}

function processEvidence({ session }: SessionFacts): Evidence[] {
  if (session === null) return [];
  return session.processes.flatMap((seen, index) => {
    const fact = sightFact(seen, index === 0 ? "its own process" : "a process under it");
    if (fact === null || seen.sight === null) return [];
    return [{ ...fact, source: `agent on ${session.node}`, observedAt: seen.sight.observedAt }];
  });
}

type Fact = Omit<Evidence, "source" | "observedAt">;

function sightFact(seen: SessionProcess, role: string): Fact | null {
  const name = `PID ${seen.process.pid}, ${role},`;
  const weight = isProofOfEnd(seen) ? "decisive" : "circumstantial";
  switch (seen.sight?.status) {
    case "alive":
      return {
        kind: "process-alive",
        weight: seen.sight.current ? "decisive" : "circumstantial",
        points: "alive",
        text: seen.sight.current ? `${name} is alive.` : `${name} was alive when the agent last looked.`,
      };
    case "gone":
      return { kind: "process-gone", weight, points: "gone", text: `${name} is gone.` };
    case "reused":
      return {
        kind: "pid-reused",
        weight,
        points: "gone",
        text: `${name} is gone; its number belongs to another, innocent process now.`,
      };
    case "other-boot":
      return {
        kind: "boot-changed",
        weight,
        points: "gone",
        text: `${name} ended with its boot: the host was restarted.`,
      };
    case "foreign-namespace":
      return {
        kind: "foreign-namespace",
        weight: "circumstantial",
        points: "neither",
        text: `${name} lives in another PID namespace; its number proves nothing here.`,
      };
    case "unreadable":
      return {
        kind: "agent-limited",
        weight: "circumstantial",
        points: "neither",
        text: `The agent may not look at PID ${seen.process.pid}, ${role}.`,
      };
    default:
      return null;
  }
}

import type { Probe } from "./evidence.ts";
import { safeText } from "./safe-text.ts";
import type { SessionFacts, SessionProcess, SessionReason } from "./session-facts.ts";
import { isProofOfEnd } from "./session-proof.ts";
import { clockTime } from "./words.ts";

const namedPids = 3;

function ownerName({ session, sessionId }: SessionFacts): string {
  if (session === null) return `session ${safeText(sessionId, 40)}`;
  return `${safeText(session.service, 60)} on ${safeText(session.node, 60)}`;
}

function pids(processes: readonly SessionProcess[]): string {
  const names = processes.slice(0, namedPids).map(({ process }) => `PID ${process.pid}`);
  const rest = processes.length - names.length;
  return rest > 0 ? `${names.join(", ")} and ${rest} more` : names.join(", ");
}

/** The verdict in one sentence, for the owner's own page and for the page of a lease that it holds. */
export function sessionSentences(
  reason: SessionReason,
  facts: SessionFacts,
): { ownerSentence: string; leaseSentence: string } {
  const ownerSentence = says(reason, facts);
  const held: Partial<Record<SessionReason, string>> = {
    beating: `Held by ${ownerName(facts)}.`,
    "all-processes-gone": `Held by nobody: ${ownerSentence}`,
    "gone-but-beating": `Held by nobody: ${ownerSentence}`,
    "session-closed": `Held by nobody: ${ownerSentence}`,
    "session-unknown": `Held by nobody that can be reached: ${ownerSentence}`,
  };
  return { ownerSentence: startSentence(ownerSentence), leaseSentence: held[reason] ?? ownerSentence };
}

/** Only our own words are raised; a name stays as its owner writes it. */
function startSentence(text: string): string {
  return text.startsWith("every process") ? `E${text.slice(1)}` : text;
}

function says(reason: SessionReason, facts: SessionFacts): string {
  const name = ownerName(facts);
  const processes = facts.session?.processes ?? [];
  const gone = pids(processes.filter(isProofOfEnd));
  const alive = pids(processes.filter(({ sight }) => sight?.status === "alive"));
  const { lastBeatAt } = facts.beats;
  const silent = lastBeatAt === null ? "has never beaten" : `has been silent since ${clockTime(lastBeatAt)}`;
  const words: Record<SessionReason, string> = {
    beating: `${name} shows itself in time.`,
    "all-processes-gone": `every process of ${name} is gone (${gone}).`,
    "gone-but-beating": `every process of ${name} is gone (${gone}), yet something still beats in its name.`,
    "alive-but-silent": `In doubt: ${name} ${silent}, but its process is alive (${alive}).`,
    "command-left-behind": `In doubt: ${name} ${silent}; ${gone} is gone, but what it started is alive (${alive}).`,
    silent: `In doubt: ${name} ${silent}, and nothing proves that it is gone.`,
    "silent-and-unwatched": `In doubt: ${name} ${silent}, and nobody can look at its node.`,
    "not-heard-since-restart": `Not known: ${name} has not shown itself since this server was restarted.`,
    "evidence-too-old": `Not known: ${name} ${silent}, and nothing newer is known of it.`,
    recovering: `Not known yet: this server was restarted, and ${name} has not shown itself so far.`,
    "session-closed": `${name} closed its session and left.`,
    "session-unknown": `${name} is not known here.`,
  };
  return words[reason];
}

/** What would settle a verdict that is not decisive; null where nothing is open. */
export function sessionProbe(reason: SessionReason, facts: SessionFacts): Probe | null {
  const node = safeText(facts.session?.node ?? "", 60);
  switch (reason) {
    case "alive-but-silent":
    case "command-left-behind":
      return {
        question: "Does the process still work under the lease?",
        how: `Look at it on ${node}; if it must not go on, end it there. Its end will be seen and proven.`,
      };
    case "silent":
      return {
        question: "Is any process of this owner still alive?",
        how:
          facts.session?.processes.length === 0
            ? `It named no process, so no agent can prove its end: ask whoever runs it on ${node}.`
            : `Give the agent on ${node} the rights to look, in the host's PID namespace.`,
      };
    case "silent-and-unwatched":
    case "not-heard-since-restart":
    case "evidence-too-old":
      return {
        question: `Is ${node} up, and does the owner still run there?`,
        how: `Start or reach an agent on ${node}; or have the node fenced: power off, or access revoked.`,
      };
    case "recovering":
      return { question: "Will its owner show itself?", how: "Wait until the grace period ends." };
    case "session-unknown":
      return {
        question: "Who is this?",
        how: "Ask whoever started the client; then release with its epoch.",
      };
    default:
      return null;
  }
}

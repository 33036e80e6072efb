import type { ConfigReport } from "#lib/contract/orders.ts";
import { contentRefusal, touchedByLine } from "#lib/domain/config-content.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { limits } from "#lib/domain/limits.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { NodeConfigRecord } from "#lib/store/records.ts";
import type { Tx } from "#lib/store/store.ts";
import { addVersion, contentHash } from "./add-version.ts";
import { nodeConfigId } from "./config-book.ts";
import { configEvent, shortHash, shownName } from "./config-words.ts";

/**
 * Takes in how configurations stand on a node, as its own agent says. A content that no version has is recorded as
 * `seen` once it came, so that what somebody wrote on a host has a number, a hash and a date too. Of a drill's node the
 * drill's configurations alone count, and of a real one none of those.
 */
export async function takeConfigReports(
  context: ServerContext,
  node: string,
  given: readonly ConfigReport[],
): Promise<void> {
  const { book } = context.configs;
  const reports = given.filter(({ config }) => isDrillName(config) === isDrillName(node));
  const known = book.ofNode(node);
  const room = limits.configsPerNodeMax - known.size;
  const fresh = reports.filter(({ config }) => !known.has(config)).slice(0, Math.max(0, room));
  const taken = reports.filter((report) => known.has(report.config) || fresh.includes(report));
  if (taken.length === 0) return;
  await context.store.write(async (tx) => {
    for (const report of taken) await takeOne(context, tx, node, report);
  });
}

/**
 * What a guardian says of the file that it guards: who wrote last, and when. How the file is wanted and what became of
 * that is the agent's to say.
 */
export async function takeGuardReport(
  context: ServerContext,
  node: string,
  report: ConfigReport,
): Promise<void> {
  if (isDrillName(report.config) !== isDrillName(node)) return;
  await context.store.write(async (tx) => {
    const before = (await tx.get("node-config", nodeConfigId(node, report.config)))?.value;
    const kept =
      before === undefined ? {} : { can: before.can, orderId: before.orderId, refusal: before.refusal };
    const shadow = before?.shadow ?? null;
    await takeOne(context, tx, node, { ...report, ...kept, shadow, path: before?.path ?? report.path });
  });
}

async function takeOne(context: ServerContext, tx: Tx, node: string, report: ConfigReport): Promise<void> {
  const name = report.config;
  const at = context.clock.wallMs();
  if ((await tx.get("config", name)) === null) {
    await tx.put("config", name, { name, promoted: null, latest: 0, createdAt: at });
    await tx.event(
      configEvent(name, at, "appeared", `${shownName(name)} was reported by ${node}.`, { node }),
    );
  }
  const seen = await noteContent(context, tx, node, report, at);
  const id = nodeConfigId(node, name);
  const before = (await tx.get("node-config", id))?.value ?? null;
  const hash = report.running?.hash ?? null;
  const version =
    hash === null ? null : (seen ?? context.configs.book.configs.get(name)?.byHash.get(hash) ?? null);
  const record: NodeConfigRecord = {
    node,
    config: name,
    path: safeText(report.path, limits.pathMaxChars),
    running: hash === null ? null : { hash, version },
    shadow: report.shadow === null ? null : { ...report.shadow, reason: safe(report.shadow.reason) },
    touchedAt: report.touchedAt,
    touchedBy: safe(report.touchedBy) ?? (before?.running?.hash === hash ? before.touchedBy : null),
    trouble: safe(report.trouble),
    can: report.can.map((word) => safeText(word, 30)),
    orderId: report.orderId,
    refusal:
      report.refusal === null ? null : { ...report.refusal, reason: safeText(report.refusal.reason, 500) },
    reportedAt: at,
  };
  if (before !== null && sameState(before, record)) return;
  await tx.put("node-config", id, record);
  await tellChange(tx, before, record, at);
}

/** The number of the version that was made of a content; null when none came, or it is not what it says. */
async function noteContent(
  context: ServerContext,
  tx: Tx,
  node: string,
  { config, content, running, touchedBy }: ConfigReport,
  at: number,
): Promise<number | null> {
  const book = context.configs.book.configs.get(config);
  if (content === null || running === null || book?.byHash.has(running.hash) === true) return null;
  if (contentRefusal(content) !== null || contentHash(content) !== running.hash) return null;
  const said = touchedByLine(content);
  const who = safeText(said ?? touchedBy ?? "somebody on the host", 200);
  const { version } = await addVersion(tx, {
    config,
    content,
    author: who,
    reason:
      said === null ? "Found on the node." : `Found on the node; its last line says: touched by ${who}.`,
    createdAt: at,
    origin: "seen",
    node,
  });
  const text = `Version ${version.version} of ${shownName(config)} was found on ${safeText(node, 80)}.`;
  await tx.event(configEvent(config, at, "seen", text, { node }));
  context.configs.noteAnswered(config, running.hash);
  return version.version;
}

async function tellChange(
  tx: Tx,
  before: NodeConfigRecord | null,
  now: NodeConfigRecord,
  at: number,
): Promise<void> {
  const { config, node } = now;
  const say = (kind: string, text: string, severity: "info" | "warning" = "info") =>
    tx.event(configEvent(config, at, kind, `${safeText(node, 80)} ${text}`, { node, severity }));
  const { running } = now;
  // A drill's fleet follows each write of its guardian, which is told once, where it was found.
  const isFollowing = isDrillName(node) && running !== null && running.version !== null;
  if (before !== null && before.running?.hash !== running?.hash && !isFollowing) {
    const what = running === null ? "has the file no more" : `runs ${wordOf(running)} now`;
    await say("changed", `${what}${now.touchedBy === null ? "" : `, touched by ${now.touchedBy}`}.`);
  }
  const refused =
    now.shadow?.state === "refused" || now.shadow?.state === "failed" ? now.shadow : now.refusal;
  const earlier = before?.shadow?.reason ?? before?.refusal?.reason ?? null;
  if (refused != null && refused.reason !== earlier) {
    await say("refused", `refused version ${refused.version}: ${refused.reason}`, "warning");
  }
  if (now.trouble !== null && now.trouble !== before?.trouble)
    await say("trouble", `says: ${now.trouble}`, "warning");
}

function wordOf({ version, hash }: { version: number | null; hash: string }): string {
  return version === null ? `a content that no version has (${shortHash(hash)})` : `version ${version}`;
}

function sameState(a: NodeConfigRecord, b: NodeConfigRecord): boolean {
  return JSON.stringify({ ...a, reportedAt: 0 }) === JSON.stringify({ ...b, reportedAt: 0 });
}

function safe(text: string | null): string | null {
  return text === null ? null : safeText(text, 500);
}

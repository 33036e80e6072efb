import type { Clock } from "#lib/domain/clock.ts";
import { CanaryRuns } from "#lib/server/operations/canary/canary-runs.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import type { Commit, Store } from "#lib/store/store.ts";
import { ConfigBook } from "./config-book.ts";
import { TelemetryBook } from "./telemetry-book.ts";

/** Another node is asked for a content when the one that was asked did not answer for this long. */
const askAgainMs = 30_000;

/** What is known of configurations, what nodes measure, and whose locks on the files are a guardian's. */
export class ConfigDesk {
  readonly book = new ConfigBook();
  readonly telemetry: TelemetryBook;
  /** What canaries count in memory. */
  readonly runs = new CanaryRuns();
  readonly #clock: Clock;
  readonly #guards = new Map<string, Map<string, SessionRecord>>();
  readonly #asked = new Map<string, { node: string; monoMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.telemetry = new TelemetryBook(clock);
  }

  /** Takes over what is stored, and follows the log from then on. */
  async start(store: Pick<Store, "all" | "onCommit">): Promise<void> {
    await this.book.start(store);
    for await (const { value } of store.all("session")) this.#noteSession(value);
    store.onCommit((commit) => this.#fold(commit));
  }

  /** Processes on a node that guard this resource, by their open sessions. */
  guardians(node: string, resource: string): { pid: number; startTime: number }[] {
    const sessions = [...(this.#guards.get(node)?.values() ?? [])];
    return sessions
      .filter((session) => (session.resources ?? []).includes(resource))
      .flatMap(({ processes }) => processes.map(({ pid, startTime }) => ({ pid, startTime })))
      .slice(0, 20);
  }

  /** Whether this node is the one to ask for the content of a hash that nobody has sent yet. */
  asks(node: string, config: string, hash: string): boolean {
    const key = JSON.stringify([config, hash]);
    const nowMs = this.#clock.monoMs();
    const asked = this.#asked.get(key);
    if (asked !== undefined && asked.node !== node && nowMs - asked.monoMs < askAgainMs) return false;
    if (asked?.node !== node) this.#asked.set(key, { node, monoMs: nowMs });
    return true;
  }

  /** The content is there. */
  noteAnswered(config: string, hash: string): void {
    this.#asked.delete(JSON.stringify([config, hash]));
  }

  #fold(commit: Commit): void {
    for (const { kind, value } of commit.puts)
      if (kind === "session") this.#noteSession(value as SessionRecord);
    for (const { kind, id, value } of commit.removes) {
      if (kind === "session") this.#noteSession({ ...(value as SessionRecord), state: "closed" });
      if (kind === "node") this.#guards.delete(id);
      if (kind === "operation") this.runs.forget(id);
      if (kind === "config") this.#forget(id);
    }
  }

  #forget(config: string): void {
    this.telemetry.forget(config);
    for (const key of this.#asked.keys()) {
      if ((JSON.parse(key) as unknown[])[0] === config) this.#asked.delete(key);
    }
  }

  #noteSession(session: SessionRecord): void {
    if (session.role !== "guardian" && session.role !== "watchdog") return;
    const known = this.#guards.get(session.node) ?? new Map<string, SessionRecord>();
    this.#guards.set(session.node, known);
    if (session.state === "open") known.set(session.id, session);
    else known.delete(session.id);
  }
}

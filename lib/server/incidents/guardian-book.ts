import { MultiMap } from "#lib/server/view/multi-map.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import type { Commit, Store } from "#lib/store/store.ts";

/** Sessions whose role is to guard: a few among many, found by what they are; a fold of the log. */
export class GuardianBook {
  readonly #sessions = new Map<string, SessionRecord>();
  readonly #silent = new Map<string, SessionRecord>();
  readonly #held = new Map<string, string[]>();
  readonly #byService = new MultiMap<string>();

  async start(store: Pick<Store, "all" | "onCommit">): Promise<void> {
    for await (const { value } of store.all("session")) this.#note(value);
    store.onCommit((commit) => this.#fold(commit));
  }

  /** Those that did not say goodbye and are not known to live. */
  silent(): Iterable<SessionRecord> {
    return this.#silent.values();
  }

  /** What it guards: what it said, and what it held since it fell silent; a clear takes it away, and it is still meant. */
  guarded({ id, resources = [] }: SessionRecord, held: readonly string[]): string[] {
    const known = this.#held.get(id) ?? [];
    const all = [...new Set([...resources, ...known, ...held])];
    if (held.length > 0) this.#held.set(id, all);
    return all;
  }

  /** Whether another session of this service on this node guards. */
  isReplaced({ id, node, service }: SessionRecord): boolean {
    const same = this.#byService.get(serviceKey(node, service));
    return same.values().some((other) => other !== id && this.#isLiving(other));
  }

  #isLiving(id: string): boolean {
    const session = this.#sessions.get(id);
    return session !== undefined && session.state === "open" && session.judgement.verdict === "live";
  }

  #fold(commit: Commit): void {
    for (const { kind, value } of commit.puts) if (kind === "session") this.#note(value as SessionRecord);
    for (const { kind, id } of commit.removes) if (kind === "session") this.#forget(id);
  }

  #note(session: SessionRecord): void {
    if (session.role !== "guardian") return;
    const { id, node, service, state, judgement } = session;
    if (state === "closed") {
      this.#forget(id);
      return;
    }
    this.#sessions.set(id, session);
    this.#byService.add(serviceKey(node, service), id);
    if (state === "open" && judgement.verdict === "live") {
      this.#silent.delete(id);
      this.#held.delete(id);
    } else this.#silent.set(id, session);
  }

  #forget(id: string): void {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    this.#sessions.delete(id);
    this.#silent.delete(id);
    this.#held.delete(id);
    this.#byService.delete(serviceKey(session.node, session.service), id);
  }
}

const serviceKey = (node: string, service: string) => JSON.stringify([node, service]);

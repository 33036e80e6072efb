import type {
  ConfigRecord,
  ConfigVersionRecord,
  DocumentKind,
  NodeConfigRecord,
  Stored,
} from "#lib/store/records.ts";
import type { Commit, Store } from "#lib/store/store.ts";

/** A version without its content, which is read from the store when somebody wants it. */
export type VersionMeta = Omit<ConfigVersionRecord, "content">;

/** One configuration with all that is known of it. */
export interface ConfigEntry {
  record: ConfigRecord;
  versions: Map<number, VersionMeta>;
  /** The newest version with this content. */
  byHash: Map<string, number>;
  nodes: Map<string, NodeConfigRecord>;
  changedAt: number;
}

/** Ids of the documents. A name may have any characters, so the parts are told apart by their last mark. */
export const versionId = (name: string, version: number) => `${name}@${version}`;
export const nodeConfigId = (node: string, name: string) => `${encodeURIComponent(node)}/${name}`;

/** All configurations in memory, as the log has them: versions without content, and how each node stands. */
export class ConfigBook {
  readonly configs = new Map<string, ConfigEntry>();
  readonly #ofNode = new Map<string, Set<string>>();

  /** Takes over what is stored, and follows the log from then on. */
  async start(store: Pick<Store, "all" | "onCommit">): Promise<void> {
    for (const kind of ["config", "config-version", "node-config"] as const) {
      for await (const stored of store.all(kind)) this.#put(stored, 0);
    }
    store.onCommit((commit) => this.#fold(commit));
  }

  /** Names of the configurations that a node reported. */
  ofNode(node: string): ReadonlySet<string> {
    return this.#ofNode.get(node) ?? new Set();
  }

  /** Version and hash of the promoted version; null while there is none. */
  promoted(name: string): { version: number; hash: string } | null {
    const entry = this.configs.get(name);
    const version = entry?.record.promoted ?? null;
    const meta = version === null ? undefined : entry?.versions.get(version);
    return meta === undefined ? null : { version: meta.version, hash: meta.hash };
  }

  /** What a node runs, with the number that its content has by now; null when it has no such file. */
  running(record: NodeConfigRecord): { hash: string; version: number | null } | null {
    if (record.running === null) return null;
    const { hash } = record.running;
    return { hash, version: this.configs.get(record.config)?.byHash.get(hash) ?? null };
  }

  #fold(commit: Commit): void {
    for (const stored of commit.puts) this.#put(stored, commit.at);
    for (const stored of commit.removes) this.#remove(stored);
  }

  /** Nothing of a configuration goes but with all of it, in whatever order. */
  #remove(stored: Stored<DocumentKind>): void {
    if (stored.kind === "config") this.configs.delete(stored.id);
    else if (stored.kind === "config-version") {
      const { config, version, hash } = stored.value as ConfigVersionRecord;
      const entry = this.configs.get(config);
      entry?.versions.delete(version);
      if (entry?.byHash.get(hash) === version) entry.byHash.delete(hash);
    } else if (stored.kind === "node-config") {
      const { config, node } = stored.value as NodeConfigRecord;
      this.configs.get(config)?.nodes.delete(node);
      const names = this.#ofNode.get(node);
      names?.delete(config);
      if (names?.size === 0) this.#ofNode.delete(node);
    }
  }

  #put(stored: Stored<DocumentKind>, at: number): void {
    if (stored.kind === "config") {
      const record = stored.value as ConfigRecord;
      const known = this.configs.get(record.name);
      if (known === undefined) this.configs.set(record.name, newEntry(record, at));
      else Object.assign(known, { record, changedAt: Math.max(known.changedAt, at) });
    } else if (stored.kind === "config-version") this.#putVersion(stored.value as ConfigVersionRecord);
    else if (stored.kind === "node-config") this.#putNode(stored.value as NodeConfigRecord);
  }

  #putVersion({ content: _content, ...meta }: ConfigVersionRecord): void {
    const entry = this.configs.get(meta.config);
    if (entry === undefined) return;
    entry.versions.set(meta.version, meta);
    const known = entry.byHash.get(meta.hash);
    if (known === undefined || known < meta.version) entry.byHash.set(meta.hash, meta.version);
    entry.changedAt = Math.max(entry.changedAt, meta.createdAt);
  }

  #putNode(record: NodeConfigRecord): void {
    const entry = this.configs.get(record.config);
    if (entry === undefined) return;
    entry.nodes.set(record.node, record);
    entry.changedAt = Math.max(entry.changedAt, record.reportedAt);
    const names = this.#ofNode.get(record.node) ?? new Set();
    names.add(record.config);
    this.#ofNode.set(record.node, names);
  }
}

function newEntry(record: ConfigRecord, at: number): ConfigEntry {
  const changedAt = Math.max(record.createdAt, at);
  return { record, versions: new Map(), byHash: new Map(), nodes: new Map(), changedAt };
}

import type { DrillRow } from "#lib/contract/drills.ts";
import type { IncidentRow } from "#lib/contract/incidents.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import type { EventRow, LockRow, NodeRow, OwnerRef } from "#lib/contract/rows.ts";
import { limits } from "#lib/domain/limits.ts";
import { drillRow } from "#lib/server/drills/drill-row.ts";
import { incidentRow } from "#lib/server/incidents/incident-row.ts";
import { operationRow } from "#lib/server/operations/operation-row.ts";
import { unitRowOf } from "#lib/server/orders/unit-record.ts";
import type { DrillRecord } from "#lib/store/drill-records.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import type {
  DocumentKind,
  KernelLockRecord,
  LeaseRecord,
  NodeRecord,
  OperationRecord,
  SessionRecord,
  Stored,
  UnitRecord,
} from "#lib/store/records.ts";
import type { Commit } from "#lib/store/store.ts";
import { ChangeMemory } from "./change-memory.ts";
import { kernelKey, kernelRow, leaseRow, nativeId } from "./lock-rows.ts";
import { LockTable } from "./lock-table.ts";
import { type NodeCounts, nodeRow } from "./node-row.ts";
import { processFacts, sessionRow } from "./owner-rows.ts";
import { OwnerTable } from "./owner-table.ts";
import { nothingTouched, type Touched } from "./touched.ts";
import { sameCondition, UnitTable } from "./unit-table.ts";

interface Edit {
  touched: Touched;
  /** Rows whose derived counts may have changed with this commit. */
  owners: Set<string>;
  nodes: Set<string>;
}

/**
 * All rows in memory, as of one revision: lists, the overview and the stream are served from here. Rows are values
 * and are never changed in place. Derived rows carry the revision of the commit that changed them.
 */
export class View {
  readonly locks = new LockTable();
  readonly owners = new OwnerTable();
  readonly nodes = new Map<string, NodeRow>();
  readonly operations = new Map<string, OperationRow>();
  readonly units = new UnitTable();
  readonly incidents = new Map<string, IncidentRow>();
  readonly drills = new Map<string, DrillRow>();
  #memory = new ChangeMemory(0, limits.streamBacklogRevisions);
  #revision = 0;
  readonly #listeners = new Set<(touched: Touched) => void>();

  get revision(): number {
    return this.#revision;
  }

  /** Called after each change with what it touched, in order of revision. Returns an unsubscribe. */
  onChange(listener: (touched: Touched) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes one commit in; the rows are of its revision when this returns. */
  apply(commit: Commit): void {
    const edit = newEdit(commit.revision, commit.at);
    edit.touched.events = commit.events;
    for (const kind of viewKinds) {
      for (const stored of commit.puts) if (stored.kind === kind) this.#put(stored, commit.at, edit);
    }
    for (const stored of commit.removes) this.#remove(stored, edit);
    this.#derive(edit);
    this.#revision = commit.revision;
    this.#memory.noteEvents(commit.revision, commit.events);
    this.#noteGone(edit.touched);
    for (const listener of this.#listeners) listener(edit.touched);
  }

  /** Fills an empty view: documents in any order within a kind, nodes and sessions before locks. */
  load(stored: Stored<DocumentKind>, at: number): void {
    const edit = newEdit(stored.revision, at);
    this.#put(stored, at, edit);
    this.#derive(edit);
  }

  /** Ends the loading: from here on clients can resume. `events` are the newest, newest first. */
  loaded(revision: number, events: readonly EventRow[]): void {
    this.#revision = revision;
    this.#memory = new ChangeMemory(revision, limits.streamBacklogRevisions);
    this.#memory.noteEvents(revision, [...events].reverse());
  }

  /** What changed after a revision, or null when that is not remembered: the client takes a new snapshot. */
  since(revision: number, at: number): Touched | null {
    if (revision < this.#memory.floor || revision > this.#revision) return null;
    const touched = nothingTouched(this.#revision, at);
    for (const row of this.locks.rows.values()) if (row.revision > revision) touched.locks.add(row.id);
    for (const row of this.owners.rows.values()) if (row.revision > revision) touched.owners.add(row.id);
    for (const row of this.nodes.values()) if (row.revision > revision) touched.nodes.add(row.name);
    for (const row of this.operations.values()) if (row.revision > revision) touched.operations.add(row.id);
    for (const row of this.units.values()) if (row.revision > revision) touched.units.add(row.id);
    for (const row of this.incidents.values()) if (row.revision > revision) touched.incidents.add(row.id);
    for (const row of this.drills.values()) if (row.revision > revision) touched.drills.add(row.id);
    for (const gone of this.#memory.goneSince(revision)) touched[gone.topic].add(gone.id);
    touched.events = this.#memory.eventsSince(revision);
    return touched;
  }

  /** The newest events that are no routine, newest first. */
  lastEvents(count: number, isMeant: (event: EventRow) => boolean = () => true): EventRow[] {
    return this.#memory.lastEvents(count, isMeant);
  }

  /** What happened to things that were taken away as if they had never been. */
  forgetEvents(isMeant: (event: EventRow) => boolean): void {
    this.#memory.forgetEvents(isMeant);
  }

  /** For a lease whose session is not in the view any more: who it was. */
  nameHolder(resource: string, holder: OwnerRef): void {
    const row = this.locks.rows.get(nativeId(resource));
    if (row?.holder?.ownerId === holder.ownerId) this.locks.put({ ...row, holder, node: holder.node });
  }

  #put(stored: Stored<DocumentKind>, at: number, edit: Edit): void {
    const { revision } = stored;
    const from = { revision, observedAt: at };
    if (stored.kind === "node") this.#putNode(stored.value as NodeRecord, revision, edit);
    else if (stored.kind === "session") this.#putSession(stored.value as SessionRecord, revision, edit);
    else if (stored.kind === "lease") this.#putLease(stored.value as LeaseRecord, from, edit);
    else if (stored.kind === "kernel-lock")
      this.#putKernelLock(stored.value as KernelLockRecord, revision, edit);
    else if (stored.kind === "operation") {
      this.operations.set(stored.id, operationRow(stored.value as OperationRecord, revision));
      edit.touched.operations.add(stored.id);
    } else if (stored.kind === "unit") {
      const row = { ...unitRowOf(stored.value as UnitRecord), revision };
      for (const node of this.units.put(row)) edit.nodes.add(node);
      edit.touched.units.add(stored.id);
    } else if (stored.kind === "incident") {
      this.incidents.set(stored.id, incidentRow(stored.value as IncidentRecord, revision));
      edit.touched.incidents.add(stored.id);
    } else if (stored.kind === "drill") {
      this.drills.set(stored.id, drillRow(stored.value as DrillRecord, revision));
      edit.touched.drills.add(stored.id);
    }
  }

  #putNode(record: NodeRecord, revision: number, edit: Edit): void {
    const row = nodeRow(record, this.locks.counts(record.name), revision);
    this.nodes.set(record.name, { ...row, ...this.units.conditionOf(record.name) });
    edit.touched.nodes.add(record.name);
  }

  #putSession(record: SessionRecord, revision: number, edit: Edit): void {
    this.owners.rows.set(record.id, sessionRow(record, this.owners.leaseCount(record.id), revision));
    edit.touched.owners.add(record.id);
    const ref = this.owners.ref(record.id);
    for (const id of this.owners.lockIds(record.id)) {
      const row = this.locks.rows.get(id);
      if (row === undefined || ref === null || sameRef(row.holder, ref)) continue;
      this.#putLock({ ...row, holder: ref, node: ref.node, revision }, edit);
    }
  }

  #putLease(record: LeaseRecord, from: { revision: number; observedAt: number }, edit: Edit): void {
    this.#putLock(leaseRow(record, this.#leaseHolder(record), from), edit);
  }

  #leaseHolder({ resource, holder }: LeaseRecord): OwnerRef | null {
    if (holder === null) return null;
    const known = this.owners.ref(holder.sessionId);
    if (known !== null) return known;
    const before = this.locks.rows.get(nativeId(resource))?.holder;
    if (before?.ownerId === holder.sessionId) return before;
    return { ownerId: holder.sessionId, node: "", service: null, command: null, pid: null };
  }

  #putKernelLock(record: KernelLockRecord, revision: number, edit: Edit): void {
    const row = kernelRow(record, this.nodes.get(record.node)?.bootId ?? "", revision);
    this.#putLock(row, edit);
    for (const owner of this.owners.setFacts(row.id, processFacts(record, row.id))) edit.owners.add(owner);
  }

  #putLock(row: LockRow, edit: Edit): void {
    const before = this.locks.put(row);
    edit.touched.locks.add(row.id);
    for (const node of [before?.node, row.node]) if (node != null) edit.nodes.add(node);
    if (row.source === "native") for (const id of this.owners.moveLease(before, row)) edit.owners.add(id);
  }

  #remove(stored: Stored<DocumentKind>, edit: Edit): void {
    if (stored.kind === "node" && this.nodes.delete(stored.id)) edit.touched.nodes.add(stored.id);
    if (stored.kind === "session" && this.owners.rows.delete(stored.id)) edit.touched.owners.add(stored.id);
    if (stored.kind === "unit") this.#removeUnit(stored.id, edit);
    if (stored.kind === "operation" && this.operations.delete(stored.id))
      edit.touched.operations.add(stored.id);
    if (stored.kind === "incident" && this.incidents.delete(stored.id)) edit.touched.incidents.add(stored.id);
    if (stored.kind === "drill" && this.drills.delete(stored.id)) edit.touched.drills.add(stored.id);
    if (stored.kind === "lease") this.#removeLock(nativeId(stored.id), edit);
    if (stored.kind === "kernel-lock") {
      const { node, lock } = stored.value as KernelLockRecord;
      this.#removeLock(`kernel/${kernelKey(node, lock.key)}`, edit);
    }
  }

  #removeUnit(id: string, edit: Edit): void {
    const before = this.units.remove(id);
    if (before === undefined) return;
    edit.nodes.add(before.node);
    edit.touched.units.add(id);
  }

  #removeLock(id: string, edit: Edit): void {
    const before = this.locks.remove(id);
    if (before === undefined) return;
    edit.touched.locks.add(id);
    if (before.node !== null) edit.nodes.add(before.node);
    for (const owner of this.owners.setFacts(id, [])) edit.owners.add(owner);
  }

  #derive(edit: Edit): void {
    const { touched } = edit;
    for (const id of edit.owners) if (this.owners.derive(id, touched.revision)) touched.owners.add(id);
    for (const name of edit.nodes) {
      const row = this.nodes.get(name);
      const counts = this.locks.counts(name);
      if (row === undefined) continue;
      const condition = this.units.conditionOf(name);
      if (sameCounts(row, counts) && sameCondition(row, condition)) continue;
      this.nodes.set(name, { ...row, ...counts, ...condition, revision: touched.revision });
      touched.nodes.add(name);
    }
  }

  #noteGone({ revision, locks, owners, nodes, operations, units, incidents, drills }: Touched): void {
    for (const id of locks) if (!this.locks.rows.has(id)) this.#memory.noteGone(revision, "locks", id);
    for (const id of owners) if (!this.owners.rows.has(id)) this.#memory.noteGone(revision, "owners", id);
    for (const name of nodes) if (!this.nodes.has(name)) this.#memory.noteGone(revision, "nodes", name);
    const plain = { operations, units, incidents, drills } as const;
    for (const topic of ["operations", "units", "incidents", "drills"] as const) {
      for (const id of plain[topic]) if (!this[topic].has(id)) this.#memory.noteGone(revision, topic, id);
    }
  }
}

/** Names come before the locks that refer to them. */
export const viewKinds = [
  "node",
  "session",
  "lease",
  "kernel-lock",
  "operation",
  "unit",
  "incident",
  "drill",
] as const satisfies readonly DocumentKind[];

function newEdit(revision: number, at: number): Edit {
  return { touched: nothingTouched(revision, at), owners: new Set(), nodes: new Set() };
}

function sameCounts(a: NodeCounts, b: NodeCounts): boolean {
  return a.locks === b.locks && a.hot === b.hot && a.stale === b.stale;
}

function sameRef(a: OwnerRef | null, b: OwnerRef): boolean {
  return (
    a !== null && a.node === b.node && a.service === b.service && a.command === b.command && a.pid === b.pid
  );
}

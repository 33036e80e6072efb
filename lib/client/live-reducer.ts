import type { IncidentRow } from "#lib/contract/incidents.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import type { LockRow, NodeRow, OwnerRow } from "#lib/contract/rows.ts";
import type { StreamChange, StreamHello, StreamTick } from "#lib/contract/stream.ts";
import {
  type Collection,
  CollectionEdit,
  compact,
  emptyCollection,
  type Load,
  type Versioned,
} from "./live-collection.ts";

/** The lists that are kept whole. */
export const liveTopics = ["locks", "owners", "nodes", "operations", "incidents"] as const;
export type LiveTopic = (typeof liveTopics)[number];
export interface LiveRows {
  locks: LockRow;
  owners: OwnerRow;
  nodes: NodeRow;
  operations: OperationRow;
  incidents: IncidentRow;
}

/** What this tab knows of the server, complete up to `revision` for every list that is loaded. */
export interface LiveState {
  readonly instance: string | null;
  readonly revision: number;
  readonly graceUntil: number | null;
  readonly readOnly: string | null;
  readonly locks: Collection<LockRow>;
  readonly owners: Collection<OwnerRow>;
  readonly nodes: Collection<NodeRow>;
  readonly operations: Collection<OperationRow>;
  readonly incidents: Collection<IncidentRow>;
}

/** Rows of one page of a list. `seed`: a page that came with the document, before the list is read whole. */
export interface LivePage<T extends LiveTopic = LiveTopic> {
  kind: "page";
  topic: T;
  load: number | "seed";
  rows: readonly LiveRows[T][];
  revision: number;
  total: number;
  last: boolean;
}

/** Everything that can change the state: frames of the stream, and pages of the lists. */
export type LiveFrame =
  | { kind: "hello"; hello: StreamHello; resumed: boolean }
  | { kind: "change"; change: StreamChange }
  | { kind: "tick"; tick: StreamTick }
  | { kind: "reset" }
  | { kind: "load"; topic: LiveTopic }
  | { kind: "load-failed"; topic: LiveTopic; load: number; problem: string }
  | LivePage<"locks">
  | LivePage<"owners">
  | LivePage<"nodes">
  | LivePage<"operations">
  | LivePage<"incidents">;

const idOf = {
  locks: (row: LockRow) => row.id,
  owners: (row: OwnerRow) => row.id,
  nodes: (row: NodeRow) => row.name,
  operations: (row: OperationRow) => row.id,
  incidents: (row: IncidentRow) => row.id,
};

/** The state of a tab that has heard nothing yet. */
export function emptyLiveState(): LiveState {
  return {
    instance: null,
    revision: 0,
    graceUntil: null,
    readOnly: null,
    locks: emptyCollection(),
    owners: emptyCollection(),
    nodes: emptyCollection(),
    operations: emptyCollection(),
    incidents: emptyCollection(),
  };
}

interface Draft {
  state: { -readonly [K in Exclude<keyof LiveState, LiveTopic>]: LiveState[K] };
  locks: CollectionEdit<LockRow>;
  owners: CollectionEdit<OwnerRow>;
  nodes: CollectionEdit<NodeRow>;
  operations: CollectionEdit<OperationRow>;
  incidents: CollectionEdit<IncidentRow>;
}

function draftOf(state: LiveState): Draft {
  return {
    state: { ...state },
    locks: new CollectionEdit(state.locks, idOf.locks),
    owners: new CollectionEdit(state.owners, idOf.owners),
    nodes: new CollectionEdit(state.nodes, idOf.nodes),
    operations: new CollectionEdit(state.operations, idOf.operations),
    incidents: new CollectionEdit(state.incidents, idOf.incidents),
  };
}

function settle(draft: Draft): LiveState {
  return {
    ...draft.state,
    locks: draft.locks.done(),
    owners: draft.owners.done(),
    nodes: draft.nodes.done(),
    operations: draft.operations.done(),
    incidents: draft.incidents.done(),
  };
}

/**
 * Applies frames in the order in which they came. Rows older than what is known are dropped, a row that is gone is
 * not brought back by an older page, a lost part of the log (`reset`, or another run of the server) asks for the
 * lists again. A collection that did not change stays the same object.
 */
export function reduceLive(before: LiveState, frames: readonly LiveFrame[]): LiveState {
  let draft = draftOf(before);
  for (const frame of frames) {
    switch (frame.kind) {
      case "hello":
        if (draft.state.instance !== null && draft.state.instance !== frame.hello.instance) {
          // A list's edit starts from its slots, so what came before in this batch is settled first.
          draft = draftOf(settle(draft));
          for (const topic of liveTopics) draft[topic].forgetRevisions();
        }
        greet(draft, frame.hello, frame.resumed);
        break;
      case "change":
        applyChange(draft, frame.change);
        break;
      case "tick":
        // Frames come in order: with this tick, everything up to its revision has come.
        draft.state.revision = Math.max(draft.state.revision, frame.tick.revision);
        draft.state.graceUntil = frame.tick.graceUntil;
        draft.state.readOnly = frame.tick.readOnly;
        break;
      case "reset":
        wantLoads(draft);
        break;
      case "load":
        draft[frame.topic].load = startLoad(draft[frame.topic].load);
        break;
      case "load-failed":
        failLoad(draft[frame.topic], frame.load, frame.problem);
        break;
      case "page":
        if (frame.topic === "locks") applyPage(draft.locks, frame, idOf.locks);
        else if (frame.topic === "owners") applyPage(draft.owners, frame, idOf.owners);
        else if (frame.topic === "nodes") applyPage(draft.nodes, frame, idOf.nodes);
        else if (frame.topic === "operations") applyPage(draft.operations, frame, idOf.operations);
        else applyPage(draft.incidents, frame, idOf.incidents);
        break;
    }
  }
  return compactAll(settle(draft), frames);
}

function greet(draft: Draft, hello: StreamHello, resumed: boolean): void {
  const sameRun = draft.state.instance === hello.instance;
  draft.state.instance = hello.instance;
  draft.state.graceUntil = hello.graceUntil;
  draft.state.readOnly = hello.readOnly;
  // A resumed stream first sends what was missed: only its ticks say how far we are.
  if (resumed && sameRun) return;
  draft.state.revision = hello.revision;
  // Lists that were read before this stream began have missed what happened in between.
  wantLoads(draft);
}

function applyChange(draft: Draft, change: StreamChange): void {
  editRows(draft.locks, change.locks, change.goneLocks, change.revision);
  editRows(draft.owners, change.owners, change.goneOwners, change.revision);
  editRows(draft.nodes, change.nodes, change.goneNodes, change.revision);
  editRows(draft.operations, change.operations, change.goneOperations, change.revision);
  editRows(draft.incidents, change.incidents, change.goneIncidents, change.revision);
  draft.state.revision = Math.max(draft.state.revision, change.revision);
}

/** A list that nobody asked for yet is left alone: when it is read, its pages have all of this. */
function editRows<Row extends Versioned>(
  edit: CollectionEdit<Row>,
  rows: readonly Row[] = [],
  gone: readonly string[] = [],
  revision: number,
): void {
  if (edit.load.phase === "none") return;
  for (const row of rows) edit.put(row);
  for (const id of gone) edit.bury(id, revision);
}

function wantLoads(draft: Draft): void {
  for (const topic of liveTopics) {
    const { load } = draft[topic];
    if (load.phase !== "none") draft[topic].load = { ...load, phase: "wanted", id: load.id + 1 };
  }
}

function startLoad(load: Load): Load {
  return { ...load, phase: "loading", id: load.id + 1, floor: -1, seen: [], problem: null };
}

function failLoad(edit: { load: Load }, id: number, problem: string): void {
  if (edit.load.id === id) edit.load = { ...edit.load, phase: "failed", problem };
}

function applyPage<T extends LiveTopic>(
  edit: CollectionEdit<LiveRows[T]>,
  page: LivePage<T>,
  id: (row: LiveRows[T]) => string,
): void {
  const { load } = edit;
  if (page.load === "seed") {
    if (load.complete) return;
    for (const row of page.rows) edit.put(row);
    return;
  }
  if (load.id !== page.load || load.phase !== "loading") return;
  for (const row of page.rows) edit.put(row);
  edit.load = {
    ...load,
    floor: load.floor === -1 ? page.revision : load.floor,
    seen: [...load.seen, new Set(page.rows.map(id))],
    total: page.total,
  };
  if (!page.last) return;
  edit.sweep();
  edit.load = { ...edit.load, phase: "done", seen: [], complete: true };
}

function compactAll(state: LiveState, frames: readonly LiveFrame[]): LiveState {
  // Only a tick says that nothing older is still on its way.
  if (!frames.some((frame) => frame.kind === "tick")) return state;
  return {
    ...state,
    locks: compact(state.locks, state.revision, idOf.locks),
    owners: compact(state.owners, state.revision, idOf.owners),
    nodes: compact(state.nodes, state.revision, idOf.nodes),
    operations: compact(state.operations, state.revision, idOf.operations),
    incidents: compact(state.incidents, state.revision, idOf.incidents),
  };
}

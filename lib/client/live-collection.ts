/** A row as the stream and the lists carry it: of two with the same id, the one with the higher revision is true. */
export interface Versioned {
  readonly revision: number;
}

/** A row, the revision with which it went (its tombstone), or nothing. */
type Slot<Row> = Row | number | undefined;

/**
 * All rows of one list, as a value: an edit makes a new collection and leaves the old one as it was. Rows live in
 * numbered slots; only the array of slots is copied, so an edit of few rows among 100,000 stays cheap, and two
 * versions are compared slot by slot. The index of ids is shared between versions: it only grows, and a version that
 * has nothing in a slot does not know the row.
 */
export interface Collection<Row extends Versioned> {
  readonly index: Map<string, number>;
  readonly slots: readonly Slot<Row>[];
  readonly size: number;
  readonly graves: number;
  /** An id that is not here, with a revision up to this, is gone: nothing older may bring it back. */
  readonly floor: number;
  readonly load: Load;
}

/** How far the whole list has been read from the server. */
export interface Load {
  readonly phase: "none" | "wanted" | "loading" | "done" | "failed";
  /** Pages of an earlier load are ignored. */
  readonly id: number;
  /** Revision of the first page; what was not seen by the last page and is not newer than this is gone. */
  readonly floor: number;
  readonly seen: readonly ReadonlySet<string>[];
  /** Rows on the server, as its last page said; null before the first. */
  readonly total: number | null;
  readonly problem: string | null;
  /** True once all was read, also while it is being read again. */
  readonly complete: boolean;
}

const noLoad: Load = {
  phase: "none",
  id: 0,
  floor: 0,
  seen: [],
  total: null,
  problem: null,
  complete: false,
};

/** A list of which nothing is known yet. */
export function emptyCollection<Row extends Versioned>(): Collection<Row> {
  return { index: new Map(), slots: [], size: 0, graves: 0, floor: -1, load: noLoad };
}

/** The row with this id, if it is there. */
export function rowOf<Row extends Versioned>(from: Collection<Row>, id: string): Row | undefined {
  const slot = from.index.get(id);
  const value = slot === undefined ? undefined : from.slots[slot];
  return typeof value === "object" ? value : undefined;
}

/** Every row, in no order that means anything. */
export function rowsOf<Row extends Versioned>(from: Collection<Row>): Row[] {
  const rows: Row[] = [];
  for (const slot of from.slots) if (typeof slot === "object") rows.push(slot);
  return rows;
}

/** Edits of one collection, gathered so that its slots are copied once. */
export class CollectionEdit<Row extends Versioned> {
  readonly #from: Collection<Row>;
  readonly #idOf: (row: Row) => string;
  #slots: Slot<Row>[] | null = null;
  #size: number;
  #graves: number;
  #floor: number;
  load: Load;

  constructor(from: Collection<Row>, idOf: (row: Row) => string) {
    this.#from = from;
    this.#idOf = idOf;
    this.#size = from.size;
    this.#graves = from.graves;
    this.#floor = from.floor;
    this.load = from.load;
  }

  /** Takes a row unless something newer, or its tombstone, is there. */
  put(row: Row): void {
    const id = this.#idOf(row);
    const now = this.#read(id);
    if (typeof now === "object" && row.revision <= now.revision) return;
    if (typeof now !== "object" && row.revision <= Math.max(now ?? -1, this.#floor)) return;
    if (typeof now === "number") this.#graves -= 1;
    if (typeof now !== "object") this.#size += 1;
    this.#write(id, row);
  }

  /** Buries a row that is not newer than `revision`, so that an older page cannot bring it back. */
  bury(id: string, revision: number): void {
    const now = this.#read(id);
    if (typeof now === "object" && now.revision > revision) return;
    if (typeof now === "number" && now >= revision) return;
    if (now === undefined && revision <= this.#floor) return;
    if (typeof now === "object") this.#size -= 1;
    if (typeof now !== "number") this.#graves += 1;
    this.#write(id, revision);
  }

  /** The last page has come: what no page had, and no frame has changed since the first page, is gone. */
  sweep(): void {
    const { seen, floor } = this.load;
    for (const [id, slot] of this.#from.index) {
      const now = (this.#slots ?? this.#from.slots)[slot];
      if (typeof now !== "object" || now.revision > floor) continue;
      if (seen.some((page) => page.has(id))) continue;
      this.#size -= 1;
      this.#write(id, undefined);
    }
    this.#floor = Math.max(this.#floor, floor);
  }

  /** Another server, or another run of it, numbers its rows anew: whatever it says next is newer than what is here. */
  forgetRevisions(): void {
    this.#slots = this.#from.slots.map((slot) =>
      typeof slot === "object" ? { ...slot, revision: -1 } : undefined,
    );
    this.#graves = 0;
    this.#floor = -1;
  }

  /** The new collection; the old one when nothing changed. */
  done(): Collection<Row> {
    if (this.#slots === null && this.load === this.#from.load && this.#floor === this.#from.floor) {
      return this.#from;
    }
    return {
      index: this.#from.index,
      slots: this.#slots ?? this.#from.slots,
      size: this.#size,
      graves: this.#graves,
      floor: this.#floor,
      load: this.load,
    };
  }

  #read(id: string): Slot<Row> {
    const slot = this.#from.index.get(id);
    return slot === undefined ? undefined : (this.#slots ?? this.#from.slots)[slot];
  }

  #write(id: string, value: Slot<Row>): void {
    this.#slots ??= this.#from.slots.slice();
    let slot = this.#from.index.get(id);
    if (slot === undefined) {
      slot = this.#from.index.size;
      this.#from.index.set(id, slot);
    }
    while (this.#slots.length < slot) this.#slots.push(undefined);
    this.#slots[slot] = value;
  }
}

/** Tombstones and empty slots may take this many slots, and a third of them, before they are cleared away. */
const spareSlots = 1_000;

/**
 * Clears tombstones that nothing can need: everything up to `revision` has been applied and no page is under way,
 * so the floor takes their place. Gives the same collection while there is little to clear.
 */
export function compact<Row extends Versioned>(
  from: Collection<Row>,
  revision: number,
  idOf: (row: Row) => string,
): Collection<Row> {
  if (from.load.phase !== "done") return from;
  const spare = from.slots.length - from.size;
  if (spare < spareSlots || spare * 3 < from.slots.length) return from;
  const index = new Map<string, number>();
  const slots: Slot<Row>[] = [];
  for (const row of rowsOf(from)) {
    index.set(idOf(row), slots.length);
    slots.push(row);
  }
  return { ...from, index, slots, graves: 0, floor: Math.max(from.floor, revision) };
}

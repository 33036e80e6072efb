import type { AgentCommand } from "#lib/contract/agent.ts";
import type { Clock } from "#lib/domain/clock.ts";
import type { ProcessIdentity } from "#lib/domain/identity.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import type { Commit, Store } from "#lib/store/store.ts";
import { AgentFeed } from "./agent-feed.ts";

const watchedMax = 1_000;

interface Seat {
  feed: AgentFeed;
  /** When the last scan that came in was made: wall clock for display, monotonic for decisions; null since this start. */
  scannedAt: number | null;
  scannedMonoMs: number | null;
  /** The same on the machine's clock, which also goes on while this process does not run. */
  scannedMachineMs: number | null;
  reportedAt: number | null;
  /** Its kernel locks were declared unknown because no scan came. */
  blind: boolean;
  /** Processes of the node's sessions, by session. */
  watched: Map<string, ProcessIdentity[]>;
  commands: Set<(command: AgentCommand) => void>;
}

/** The agents as this process hears from them; what must outlast a restart is in their documents. */
export class AgentDesk {
  readonly #clock: Clock;
  readonly #machineMs: () => number;
  readonly #seats = new Map<string, Seat>();
  readonly #greetings = new Map<string, Promise<unknown>>();

  constructor(clock: Clock, machineMs: () => number) {
    this.#clock = clock;
    this.#machineMs = machineMs;
  }

  /** Takes over the sessions in the store and follows them from then on. */
  async start(store: Pick<Store, "all" | "onCommit">): Promise<void> {
    for await (const { value } of store.all("session")) this.#noteSession(value);
    store.onCommit((commit) => this.#noteCommit(commit));
  }

  /** Greetings of one node, one after the other: each sees what the one before it wrote. */
  async inTurn<T>(node: string, greet: () => Promise<T>): Promise<T> {
    const before = this.#greetings.get(node);
    const mine = (async () => {
      await before?.catch(() => undefined);
      return greet();
    })();
    this.#greetings.set(node, mine);
    try {
      return await mine;
    } finally {
      if (this.#greetings.get(node) === mine) this.#greetings.delete(node);
    }
  }

  scannedAt(node: string): number | null {
    return this.#seats.get(node)?.scannedAt ?? null;
  }

  reportedAt(node: string): number | null {
    return this.#seats.get(node)?.reportedAt ?? null;
  }

  /** How long no scan of a node came in while we listened, ms: whether its agent is silent. Null when none came. */
  sinceScanMs(node: string): number | null {
    const at = this.#seats.get(node)?.scannedMonoMs ?? null;
    return at === null ? null : this.#clock.monoMs() - at;
  }

  /** How old the last scan is, ms: what evidence is worth. It ages while we do not listen, too. Null when none came. */
  scanAgeMs(node: string): number | null {
    const at = this.#seats.get(node)?.scannedMachineMs ?? null;
    return at === null ? null : this.#machineMs() - at;
  }

  feed(node: string): AgentFeed {
    return this.#seat(node).feed;
  }

  /** `scannedAgoMs`: how old the scan in it was; null when it is not of a scan. */
  noteReport(node: string, scannedAgoMs: number | null): void {
    const seat = this.#seat(node);
    seat.reportedAt = this.#clock.wallMs();
    if (scannedAgoMs === null) return;
    const monoMs = this.#clock.monoMs() - scannedAgoMs;
    if (seat.scannedMonoMs !== null && monoMs < seat.scannedMonoMs) return;
    seat.scannedAt = Math.max(0, seat.reportedAt - scannedAgoMs);
    seat.scannedMonoMs = monoMs;
    seat.scannedMachineMs = this.#machineMs() - scannedAgoMs;
  }

  isBlind(node: string): boolean {
    return this.#seats.get(node)?.blind ?? false;
  }

  setBlind(node: string, blind: boolean): void {
    this.#seat(node).blind = blind;
  }

  /** Follows the sessions: an agent watches the processes of those that are open on its node. */
  #noteSession(session: SessionRecord): void {
    const watched = session.state === "closed" || session.processes.length === 0 ? null : session.processes;
    const seat = watched === null ? this.#seats.get(session.node) : this.#seat(session.node);
    const known = seat?.watched.get(session.id) ?? null;
    if (seat === undefined || JSON.stringify(known) === JSON.stringify(watched)) return;
    if (watched === null) seat.watched.delete(session.id);
    else seat.watched.set(session.id, watched);
    this.#send(seat, this.#watchCommand(seat));
  }

  #noteCommit(commit: Commit): void {
    for (const stored of commit.puts) {
      if (stored.kind === "session") this.#noteSession(stored.value as SessionRecord);
    }
    for (const stored of commit.removes) {
      if (stored.kind === "session")
        this.#noteSession({ ...(stored.value as SessionRecord), state: "closed" });
      if (stored.kind === "node") this.#seats.delete(stored.id);
    }
  }

  /** Ids of the open sessions of a node that a process works under. */
  sessionsOf(node: string, matches: (process: ProcessIdentity) => boolean): string[] {
    const watched = this.#seats.get(node)?.watched ?? new Map<string, ProcessIdentity[]>();
    return [...watched].filter(([, processes]) => processes.some(matches)).map(([id]) => id);
  }

  /** An agent listens: it is told at once what to watch, and later each change. Returns a disconnect. */
  connect(node: string, send: (command: AgentCommand) => void): () => void {
    const seat = this.#seat(node);
    seat.commands.add(send);
    send(this.#watchCommand(seat));
    return () => seat.commands.delete(send);
  }

  #watchCommand(seat: Seat): AgentCommand {
    return { kind: "watch", processes: [...seat.watched.values()].flat().slice(0, watchedMax) };
  }

  #send(seat: Seat, command: AgentCommand): void {
    for (const send of seat.commands) send(command);
  }

  #seat(node: string): Seat {
    const known = this.#seats.get(node);
    if (known !== undefined) return known;
    const seat: Seat = {
      feed: new AgentFeed(),
      scannedAt: null,
      scannedMonoMs: null,
      scannedMachineMs: null,
      reportedAt: null,
      blind: false,
      watched: new Map(),
      commands: new Set(),
    };
    this.#seats.set(node, seat);
    return seat;
  }
}

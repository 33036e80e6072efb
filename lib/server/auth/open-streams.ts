import type { StreamBye } from "#lib/contract/stream.ts";
import type { Clock } from "#lib/domain/clock.ts";
import type { Standing } from "./standing.ts";

/** How a right ended; whose it was, the stream knows. */
export type Ending = Omit<StreamBye, "name" | "serverAt">;

/** The right by which one stream is open. */
export interface StreamTicket {
  /** Called at once when the right ends, once; also when it ended before this was asked. */
  onEnd(tell: (ending: Ending) => void): void;
  /** Looks again whether the right stands, for what nobody told of. */
  look(): Promise<boolean>;
  /** Of whoever has it. */
  readonly name: string;
  close(): void;
}

interface OpenStreamsOptions {
  clock: Clock;
  /** Runs once after a delay; returns a cancel. */
  after: (ms: number, run: () => void) => () => void;
}

/** Longer ones are set in steps: a timer of Node has 31 bits. */
const timerMaxMs = 2 ** 31 - 1;

/**
 * The streams that are open, by what each stands on: a token, a session, an account. Whoever ends one of these ends its
 * streams in the same turn, and each is told why.
 */
export class OpenStreams {
  readonly #options: OpenStreamsOptions;
  readonly #byKey = new Map<string, Set<Ticket>>();
  /** Grows with every end, so that a stream that opens meanwhile looks again. */
  #ends = 0;

  constructor(options: OpenStreamsOptions) {
    this.#options = options;
  }

  /** Lets a stream open by what `find` says; null when that is nobody. `find` is asked again with every look. */
  async admit(find: () => Promise<Standing | null>): Promise<StreamTicket | null> {
    for (;;) {
      const before = this.#ends;
      const standing = await find();
      if (standing === null) return null;
      if (before === this.#ends) return this.#open(standing, find);
    }
  }

  /** Ends every stream that stands on `key`, but those that stand on `except` as well. */
  end(key: string, ending: Ending, except?: string): void {
    this.#ends += 1;
    for (const ticket of [...(this.#byKey.get(key) ?? [])]) {
      if (except === undefined || !ticket.standing.keys.includes(except)) ticket.end(ending);
    }
  }

  /** Asks again for every stream that stands on `key`: what its right allows has changed. Resolves when those without it ended. */
  async review(key: string): Promise<void> {
    this.#ends += 1;
    await Promise.all([...(this.#byKey.get(key) ?? [])].map((ticket) => ticket.look()));
  }

  /** How many streams stand on `key` now. */
  count(key: string): number {
    return this.#byKey.get(key)?.size ?? 0;
  }

  #open(standing: Standing, find: () => Promise<Standing | null>): Ticket {
    const { clock, after } = this.#options;
    const ticket: Ticket = new Ticket(standing, find, clock, () => {
      cancel();
      for (const key of standing.keys) this.#remove(key, ticket);
    });
    let cancel: () => void = () => undefined;
    const watchExpiry = () => {
      if (standing.expiresAt === null) return;
      const leftMs = standing.expiresAt - clock.wallMs();
      if (leftMs <= 0) ticket.end(ticket.expiry());
      else cancel = after(Math.min(leftMs, timerMaxMs), watchExpiry);
    };
    for (const key of standing.keys) {
      const tickets = this.#byKey.get(key) ?? new Set();
      this.#byKey.set(key, tickets.add(ticket));
    }
    watchExpiry();
    return ticket;
  }

  #remove(key: string, ticket: Ticket): void {
    const tickets = this.#byKey.get(key);
    tickets?.delete(ticket);
    if (tickets?.size === 0) this.#byKey.delete(key);
  }
}

class Ticket implements StreamTicket {
  readonly standing: Standing;
  readonly #find: () => Promise<Standing | null>;
  readonly #clock: Clock;
  readonly #leave: () => void;
  #ending: Ending | null = null;
  #tell: ((ending: Ending) => void) | null = null;

  constructor(standing: Standing, find: () => Promise<Standing | null>, clock: Clock, leave: () => void) {
    this.standing = standing;
    this.#find = find;
    this.#clock = clock;
    this.#leave = leave;
  }

  get name(): string {
    return this.standing.actor.name;
  }

  onEnd(tell: (ending: Ending) => void): void {
    if (this.#ending === null) this.#tell = tell;
    else tell(this.#ending);
  }

  end(ending: Ending): void {
    if (this.#ending !== null) return;
    this.#ending = ending;
    this.close();
    this.#tell?.(ending);
  }

  async look(): Promise<boolean> {
    const now = await this.#find();
    // Somebody else by now: a display beneath a person whose session is over opens a stream of its own.
    const same = now !== null && now.keys.join() === this.standing.keys.join();
    if (!same) this.end(this.#lost());
    return this.#ending === null;
  }

  close(): void {
    this.#leave();
  }

  /** That it expired when it was to. */
  expiry(): Ending {
    const { what, expiresAt } = this.standing;
    return { reason: "expired", what, at: expiresAt ?? this.#clock.wallMs(), by: null };
  }

  #lost(): Ending {
    const { what, expiresAt } = this.standing;
    const now = this.#clock.wallMs();
    if (expiresAt !== null && expiresAt <= now) return this.expiry();
    return { reason: "revoked", what, at: now, by: null };
  }
}

import { setTimeout as sleep } from "node:timers/promises";
import type { WriteAnswer, WriteRequest } from "#lib/agent/guardian/door-protocol.ts";
import { readOrders } from "#lib/agent/orders/read-orders.ts";
import { exitCodes } from "#lib/cli/exit-codes.ts";
import { Failure } from "#lib/cli/failure.ts";
import { LeaseClient } from "#lib/cli/run/lease-client.ts";
import { describeSession } from "#lib/cli/run/own-session.ts";
import { type Api, ProblemError } from "#lib/client/http.ts";
import { orderLoops } from "#lib/client/unit/order-loops.ts";
import { Wake } from "#lib/client/waiting/wake.ts";
import { bootClockMs } from "#lib/sources/kernel/boot-clock.ts";
import { openDoor } from "./door.ts";
import { FileLock } from "./file-lock.ts";
import { GuardPart } from "./guard-part.ts";
import { GuardedFile } from "./guarded-file.ts";
import { LeaseHold } from "./lease-hold.ts";
import type { GuardStatus } from "./status.ts";

export interface GuardOptions {
  api: Api;
  /** Real path of the file. */
  file: string;
  name: string;
  role: "guardian" | "watchdog";
  node: string | undefined;
  service: string;
  ttlMs: number;
  /** The lease is all that there is: of a drill, on a host without flock. */
  leaseAlone: boolean;
  report: (status: GuardStatus) => void;
  signal: AbortSignal;
}

const lookEveryMs = 1_000;
const flockRetryMs = 500;

/** One session that holds the lease and the flock of a file, or may come to. */
export class Guard {
  readonly sessionId: string;
  readonly client: LeaseClient;
  readonly hold: LeaseHold;
  readonly part: GuardPart;
  readonly #options: GuardOptions;
  readonly #file: GuardedFile;
  readonly #loops = new AbortController();
  readonly #wake = new Wake();
  #writing: Promise<unknown> = Promise.resolve();

  /** Opens the session. Rejects as the server does, and when there is no such file. */
  static async open(options: GuardOptions): Promise<Guard> {
    const { file: path, leaseAlone } = options;
    const lock = leaseAlone ? new FileLock(path, async () => "free") : new FileLock(path);
    const file = new GuardedFile(path, lock);
    const client = new LeaseClient(options.api, options.name);
    const command = ["locksmith", "guard", options.file];
    const { role, name } = options;
    const session = { ...describeSession({ ...options, command }), role, resources: [name] };
    const { sessionId } = await client.open(session);
    return new Guard(options, { file, client, sessionId });
  }

  private constructor(
    options: GuardOptions,
    { file, client, sessionId }: { file: GuardedFile; client: LeaseClient; sessionId: string },
  ) {
    this.#options = options;
    this.#file = file;
    this.client = client;
    this.sessionId = sessionId;
    this.hold = new LeaseHold({ client, sessionId, ttlMs: options.ttlMs, signal: options.signal });
    this.part = new GuardPart({
      service: options.service,
      resource: options.name,
      monoMs: bootClockMs,
      finish: () => this.#writing.then(() => undefined),
      onPause: (operationId) =>
        options.report(operationId === null ? { event: "resumed" } : { event: "paused", operationId }),
      wake: () => this.#wake.ring(),
      signal: this.#loops.signal,
    });
    this.#follow();
  }

  /**
   * With the lease just granted: takes the flock too, and guards the file until told to stop or until the lease is
   * another's. A patient one keeps the lease while the kernel's lock is held by others, and waits for that; else it is
   * given back when that is so.
   */
  async guard(granted: number, patient: boolean): Promise<number> {
    const epoch = await this.#takeFlock(granted, patient);
    if (epoch === null) return this.#options.signal.aborted ? exitCodes.ok : exitCodes.leaseLost;
    const { report, signal } = this.#options;
    const { hash, clean } = this.#file.check(epoch);
    const door = await openDoor(this.#options.file, (request, content) => this.#write(request, content));
    const looking = setInterval(() => void this.#look(), lookEveryMs);
    report({ event: "guarding", epoch, hash, clean, good: this.#file.good });
    this.part.note({ what: "guarded", hash, by: this.#file.touch.by, clean });
    try {
      for (;;) {
        const stopped = new Promise<null>((resolve) => onAbort(signal, () => resolve(null)));
        const reason = await Promise.race([this.hold.lost, stopped]);
        if (reason === null) return exitCodes.ok;
        report({ event: "unsure", reason });
        const again = await this.hold.regain();
        if (again === null) {
          report({ event: "lost", reason });
          return exitCodes.leaseLost;
        }
        report({ event: "regained", epoch: again });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      return exitCodes.ok;
    } finally {
      clearInterval(looking);
      door.close();
      await this.#writing;
      // The kernel's lock first: whoever gets the lease next finds the file free.
      this.#file.lock.release();
      if (signal.aborted) await this.#giveBack(this.hold.epoch ?? epoch);
    }
  }

  /** Closes the session; what it still holds is released with it. */
  async close(): Promise<void> {
    this.part.stop();
    this.#loops.abort();
    this.hold.stop();
    this.#file.lock.release();
    await this.client.close(this.sessionId, AbortSignal.timeout(2_000)).catch(() => undefined);
  }

  /** The epoch with which it may begin; null when the lease is gone, or it was told to stop. */
  async #takeFlock(granted: number, patient: boolean): Promise<number | null> {
    const { file, signal, report } = this.#options;
    for (let epoch = granted; ; ) {
      // Somebody who paused us relies on it that we do not grab the kernel's lock either.
      const taken = this.part.free ? await this.#file.lock.take() : "held";
      if (taken === null) return epoch;
      const because =
        taken === "unknown"
          ? "`flock` of util-linux cannot be run here"
          : `${file} is still locked in the kernel by another process; \`locksmith ls --local\` shows it`;
      if (!patient || taken === "unknown" || signal.aborted) {
        await this.#giveBack(epoch);
        if (signal.aborted) return null;
        throw new Failure(exitCodes.lockHeld, because);
      }
      if (this.part.free) this.#warn(because);
      await sleep(flockRetryMs);
      if (this.hold.sureEpoch !== null) continue;
      const again = await this.hold.regain();
      if (again === null) {
        report({ event: "lost", reason: "the lease is another's" });
        return null;
      }
      epoch = again;
    }
  }

  async #giveBack(epoch: number): Promise<void> {
    if ((await this.hold.giveBack()) === "released") this.#options.report({ event: "released", epoch });
    else this.#options.report({ event: "warning", text: "the lease could not be given back" });
  }

  #write(request: WriteRequest, content: Buffer): Promise<WriteAnswer> {
    const writing = this.#writeIfAllowed(request, content);
    this.#writing = writing.catch(() => undefined);
    return writing;
  }

  async #writeIfAllowed({ epoch, by }: WriteRequest, content: Buffer): Promise<WriteAnswer> {
    const { report } = this.#options;
    const refusal = (await this.#refusal(epoch)) ?? (await this.#notOurs());
    if (refusal !== null) {
      report({ event: "refused", by, because: refusal.because });
      this.part.note({ what: "refused", by, because: refusal.because });
      return { ok: false, ...refusal };
    }
    const { hash, at } = await this.#file.write(content, { at: Date.now(), by, epoch });
    report({ event: "wrote", hash, by, epoch });
    this.part.note({ what: "written", hash, by });
    return { ok: true, hash, at, epoch };
  }

  /** A write needs the newest epoch, by our own clock and by the server's word, and nobody who paused us. */
  async #refusal(asked: number): Promise<{ code: "stale-epoch" | "not-now"; because: string } | null> {
    if (!this.part.free) return { code: "not-now", because: "the guardian is paused for an operation" };
    const epoch = this.hold.sureEpoch;
    if (epoch === null) return { code: "not-now", because: "the guardian is not sure of its lease" };
    const stale = { code: "stale-epoch" as const, because: `epoch ${asked} is not the newest` };
    if (asked !== epoch) return stale;
    try {
      const path = `/api/v1/leases/${encodeURIComponent(this.#options.name)}/check`;
      await this.#options.api.send("POST", path, { epoch }, { signal: AbortSignal.timeout(5_000) });
      return null;
    } catch (error) {
      if (error instanceof ProblemError && error.code === "stale-epoch") return stale;
      return { code: "not-now", because: "the server did not confirm the epoch" };
    }
  }

  /** Somebody put another file in its place: that one's lock has to be ours before it is replaced. */
  async #notOurs(): Promise<{ code: "not-now"; because: string } | null> {
    if (!this.#file.lock.isReplaced() || (await this.#file.lock.take()) === null) return null;
    return {
      code: "not-now",
      because: "another file was put in its place, and another process has its lock",
    };
  }

  async #look(): Promise<void> {
    try {
      const touch = this.#file.look();
      if (touch !== null) {
        this.#options.report({ event: "touched", ...touch });
        this.part.note({ what: "touched", hash: touch.hash, by: touch.by });
      }
      if (this.#file.lock.held && this.#file.lock.isReplaced() && (await this.#file.lock.take()) === "held") {
        this.#warn("another file was put in its place, and another process has that one's lock");
      }
    } catch (error) {
      this.#warn(`the file cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #warned = "";
  #warn(text: string): void {
    if (text !== this.#warned) this.#options.report({ event: "warning", text });
    this.#warned = text;
  }

  #follow(): void {
    const { api, report } = this.#options;
    const { signal } = this.#loops;
    const options = {
      api,
      sessionId: this.sessionId,
      parts: [this.part],
      wake: this.#wake,
      monoMs: bootClockMs,
      read: readOrders,
      onFailure: () => {},
      signal,
    };
    orderLoops(options).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      if (!signal.aborted) report({ event: "warning", text: `cannot be drained: ${why}` });
    });
  }
}

function onAbort(signal: AbortSignal, then: () => void): void {
  if (signal.aborted) then();
  else signal.addEventListener("abort", then, { once: true });
}

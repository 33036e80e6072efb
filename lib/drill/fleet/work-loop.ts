import { apiPaths } from "#lib/client/paths.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { nextWork, readsFile, refusedWork, servedWork, sufferingWork } from "./behaviour.ts";
import { type Guarding, loseGuardian, nothingSeen, seeLock } from "./guarding.ts";
import { askForLease, giveBack } from "./lease-calls.ts";
import { isProblem, type Link, lose, repeat } from "./link.ts";
import type { Rhythm } from "./rhythm.ts";
import type { SimNode } from "./sim-node.ts";

const stepMs = 50;
/** Tries under way at once; the others wait for their turn. */
const triesMost = 12;
const guardEveryMs = 2_000;

/** How the work of all nodes goes, from one look at the lock for all. */
export class FleetWork {
  readonly #link: Link;
  readonly #nodes: readonly SimNode[];
  readonly #resource: string;
  readonly #rhythm: Rhythm;
  #guarding: Guarding = nothingSeen;
  #suffers = false;
  #tries = 0;

  constructor(link: Link, nodes: readonly SimNode[], resource: string, rhythm: Rhythm) {
    this.#link = link;
    this.#nodes = nodes;
    this.#resource = resource;
    this.#rhythm = rhythm;
  }

  /** Nobody guards the file, as far as the fleet can see. */
  get isUnguarded(): boolean {
    return this.#guarding.guarded === false;
  }

  refused(epoch: number): void {
    this.#set(loseGuardian(this.#guarding, epoch));
  }

  /** From now on those who are refused cannot go on with their work. */
  suffer(): void {
    this.#suffers = true;
  }

  async run(): Promise<void> {
    const { watchMs } = this.#rhythm;
    await Promise.all([
      repeat(this.#link, watchMs, () => this.#look()),
      repeat(this.#link, stepMs, async () => this.#step()),
      repeat(this.#link, guardEveryMs, () => this.#guard()),
    ]);
  }

  async #look(): Promise<void> {
    const before = this.#guarding;
    const row = await this.#readLock();
    // What was asked before the guardian was lost tells nothing of the time after.
    if (this.#guarding !== before) return;
    // One of its own, which is let in for a moment, guards nothing.
    if (row?.holder != null && this.#isOwn(row.holder.ownerId)) return;
    this.#set(seeLock(before, row, { nowMs: this.#link.monoMs(), returnMs: this.#rhythm.returnMs }));
  }

  async #readLock(): Promise<LockRow | null> {
    const signal = AbortSignal.any([this.#link.signal, AbortSignal.timeout(10_000)]);
    try {
      return await this.#link.api.get<LockRow>(apiPaths.lock("native", this.#resource), { signal });
    } catch (error) {
      // Gone: the drill is over, and this process soon is.
      if (!isProblem(error) || (error.code !== "not-found" && error.code !== "gone")) throw error;
      return null;
    }
  }

  #isOwn(ownerId: string): boolean {
    return this.#link.seats.some(({ sessionId }) => sessionId === ownerId);
  }

  #set(guarding: Guarding): void {
    const turned = guarding.guarded !== this.#guarding.guarded;
    this.#guarding = guarding;
    if (!turned) return;
    if (guarding.guarded === true) this.#suffers = false;
    for (const node of this.#nodes) node.work = { ...node.work, dueMs: null };
  }

  /** Looks at each node whether something is due; what is asked of the server goes on beside. */
  #step(): void {
    const nowMs = this.#link.monoMs();
    const chance = this.#link.random;
    const sufferShare = stepMs / this.#rhythm.sufferMs;
    for (const node of this.#nodes) {
      node.file.tick(nowMs);
      if (!readsFile(node.plan.kind) || node.isAsking || node.service?.isOpen !== true) continue;
      if (this.isUnguarded && this.#tries >= triesMost && isDue(node, nowMs)) continue;
      const paused = node.unit?.isRunning !== true;
      if (this.#suffers && !paused && chance() < sufferShare) node.work = sufferingWork(node.work);
      const { guarded } = this.#guarding;
      const next = nextWork(node.work, { guarded, paused, nowMs, rhythm: this.#rhythm, chance });
      if (next.work !== node.work) node.work = next.work;
      if (next.tries) void this.#try(node);
    }
  }

  async #try(node: SimNode): Promise<void> {
    const { service } = node;
    const sessionId = service?.sessionId ?? null;
    if (service === null || sessionId === null) return;
    node.isAsking = true;
    this.#tries += 1;
    try {
      const asked = await askForLease(this.#link, this.#resource, sessionId, "release");
      if (asked.outcome === "gone") lose(this.#link, service);
      if (asked.outcome === "refused" && this.isUnguarded) node.work = refusedWork(node.work, this.#suffers);
      if (asked.outcome === "granted") {
        // It has read what it wanted, and is nobody who should keep it.
        await giveBack(this.#link, this.#resource, sessionId, asked.epoch);
        node.work = servedWork(node.work);
      }
    } catch (error) {
      if (!this.#link.signal.aborted) this.#link.onTrouble(error);
    } finally {
      this.#tries -= 1;
      node.isAsking = false;
    }
  }

  /** Each lock node holds a lease of its own, and takes it again when it lost it with its session. */
  async #guard(): Promise<void> {
    for (const node of this.#nodes) {
      const { guards } = node.plan;
      const { service } = node;
      if (guards === null || service === null || !service.isOpen || service.sessionId === null) continue;
      if (node.guardedBy === service.sessionId || node.unit?.isRunning !== true) continue;
      const { sessionId } = service;
      const asked = await askForLease(this.#link, guards, sessionId, "release");
      if (asked.outcome === "granted") node.guardedBy = sessionId;
      if (asked.outcome === "gone") lose(this.#link, service);
    }
  }
}

function isDue({ work }: SimNode, nowMs: number): boolean {
  return work.dueMs !== null && work.dueMs <= nowMs;
}

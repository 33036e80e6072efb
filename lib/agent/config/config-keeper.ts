import { readFileSync, rmSync } from "node:fs";
import type { HookRun } from "#lib/agent/hooks/run-hook.ts";
import { runHook } from "#lib/agent/hooks/run-hook.ts";
import type { ConfigReport, Order } from "#lib/contract/orders.ts";
import type { ConfigEntry } from "./config-entry.ts";
import type { ConfigState } from "./config-state.ts";
import { locksOn } from "./file-locks.ts";
import { placeBeside, replaceRunning } from "./replace-running.ts";
import { codeOf, type RunningFile, readRunning } from "./running-file.ts";
import { hashOf, sweepBeside } from "./write-durably.ts";

export type ConfigOrder = Extract<Order, { kind: "config" }>;
export interface VersionRef {
  version: number;
  hash: string;
}

export interface KeeperOptions {
  entry: ConfigEntry;
  state: ConfigState;
  /** Content of a version from the server, whose hash was checked. Rejects with words for a person. */
  content: (config: string, version: VersionRef) => Promise<Buffer>;
  signal: AbortSignal;
}

type Shadow = NonNullable<ConfigReport["shadow"]>;

/**
 * One configuration of this host: brings the file to what is wanted, when nobody's lock forbids it and when what is
 * there is known to be ours to replace. Each look starts from the disk, so a kill at any point is made good by the next.
 */
export class ConfigKeeper {
  readonly entry: ConfigEntry;
  readonly #options: KeeperOptions;
  #shadow: { orderId: string; shadow: Shadow } | null = null;
  #refused: { orderId: string; version: number; reason: string } | null = null;
  #trouble: string | null = null;
  #answered: string | null = null;

  constructor(options: KeeperOptions) {
    this.entry = options.entry;
    this.#options = options;
    const here = readRunning(options.entry.path);
    if ("trouble" in here) return;
    sweepBeside(here.path);
    sweepBeside(shadowPath(here));
  }

  /** Does what an order wants, once; never rejects. The report says how it stands afterwards. */
  async follow(order: ConfigOrder): Promise<void> {
    this.#trouble = null;
    try {
      const here = readRunning(this.entry.path);
      if ("trouble" in here) this.#trouble = here.trouble;
      else {
        this.#noteBase(order, here);
        // A shadow that becomes the running file goes after that: only then is it known to be no rollback.
        const promotes = order.shadow === null && order.promoted?.hash === this.#ownShadow;
        if (!promotes) await this.#followShadow(order, here);
        await this.#followRunning(order, here);
        if (promotes) await this.#removeShadow(here);
      }
      this.#answered = order.orderId;
    } catch (error) {
      // Not answered: it is tried again until the order is another one.
      this.#trouble = `It could not be done: ${codeOf(error)}`;
    }
  }

  /** Goes back to the promoted version without a server; only from what this agent wrote itself. */
  async fallBack(): Promise<void> {
    const { name } = this.entry;
    const { base, wrote } = this.#options.state.of(name);
    const content = this.#options.state.baseContent(name);
    const here = readRunning(this.entry.path);
    if (base === null || content === null || "trouble" in here) return;
    if (here.hash !== base.hash && wrote.includes(here.hash)) await this.#write(here, base, content, null);
    if (this.#ownShadow !== null) await this.#removeShadow(here);
  }

  /** How it stands, from the disk. `want`: hash of a content that the server asks for. */
  report(want: string | null): ConfigReport {
    const here = readRunning(this.entry.path);
    const isThere = !("trouble" in here);
    const { hooks, name, path } = this.entry;
    return {
      config: name,
      path,
      running: isThere ? { hash: here.hash, version: null } : null,
      shadow: this.#shadow?.shadow ?? null,
      touchedAt: isThere ? here.modifiedAt : null,
      touchedBy: isThere ? here.touchedBy : null,
      trouble:
        (isThere ? null : here.trouble) ?? this.#trouble ?? (isThere && here.text === null ? notText : null),
      can: Object.keys(hooks),
      orderId: this.#answered,
      refusal:
        this.#refused === null ? null : { version: this.#refused.version, reason: this.#refused.reason },
      content: isThere && want === here.hash ? here.text : null,
    };
  }

  /** Whether the last try left something undone that the next may do. */
  get isTroubled(): boolean {
    return this.#trouble !== null;
  }

  /** Whether the shadow of this order is in place. */
  get hasShadow(): boolean {
    return this.#shadow?.shadow.state === "accepted";
  }

  /** What hooks are told: names, paths and hashes, nothing that the server could have made up. */
  environment(variant: "running" | "shadow", version: VersionRef | null): Record<string, string> {
    const here = readRunning(this.entry.path);
    const path = "trouble" in here ? this.entry.path : here.path;
    return {
      LOCKSMITH_CONFIG: this.entry.name.replaceAll("\0", ""),
      LOCKSMITH_PATH: path,
      LOCKSMITH_SHADOW_PATH: `${path}.shadow`,
      LOCKSMITH_VARIANT: variant,
      ...(version === null ? {} : { LOCKSMITH_VERSION: `${version.version}`, LOCKSMITH_HASH: version.hash }),
    };
  }

  /** The promoted content is kept while it runs, so that it can be put back when nobody else has it. */
  #noteBase({ promoted, operationId, insist, shadow }: ConfigOrder, here: RunningFile): void {
    const isPromoted = operationId === null || insist || shadow !== null;
    if (promoted === null || !isPromoted || here.hash !== promoted.hash) return;
    this.#options.state.noteBase(this.entry.name, promoted, here.content);
  }

  async #followRunning(order: ConfigOrder, here: RunningFile): Promise<void> {
    const { promoted, insist, orderId } = order;
    if (promoted === null || here.hash === promoted.hash) {
      this.#refused = null;
      return;
    }
    if (!insist && this.#refused?.orderId === orderId) return;
    const reason = this.#mayReplace(order, here) ?? (await this.#bring(order, promoted, here));
    if (reason === left) return;
    if (insist) this.#trouble = reason;
    else this.#refused = reason === null ? null : { orderId, version: promoted.version, reason };
  }

  #mayReplace({ replaces, insist, operationId }: ConfigOrder, here: RunningFile): string | null {
    if (replaces.includes(here.hash)) return null;
    if (this.#options.state.of(this.entry.name).wrote.includes(here.hash)) return null;
    // What somebody wrote here stands until an operation that was reviewed says otherwise.
    if (insist && operationId === null) return left;
    return "The file holds something that Locksmith did not put there: it is left alone.";
  }

  async #bring(order: ConfigOrder, version: VersionRef, here: RunningFile): Promise<string | null> {
    if (order.lockMismatch !== null) return this.#mismatch(order.lockMismatch);
    const content = await this.#contentOf(version);
    const reason = await this.#write(here, version, content, order);
    if (reason !== null) return reason;
    const applied = await this.#hook("apply", "running", version);
    if (applied === null || applied.ok) return null;
    const back = { version: 0, hash: here.hash };
    if (!order.insist && (await this.#write(readAgain(here), back, here.content, order)) === null) {
      await this.#hook("rollback", "running", back);
    }
    return `apply failed: ${applied.text}`;
  }

  /** Writes and reads back. Null when the content is in its place. */
  async #write(
    here: RunningFile,
    version: VersionRef,
    content: Buffer,
    order: ConfigOrder | null,
  ): Promise<string | null> {
    this.#options.state.noteWrite(this.entry.name, version.hash);
    const reason = await replaceRunning({
      path: here.path,
      content,
      guardians: order?.guardians ?? [],
      epoch: order?.epoch ?? null,
      by: `locksmith version ${version.version}`,
    });
    if (reason !== null) return this.#mismatch(reason);
    const now = hashOf(readFileSync(here.path));
    return now === version.hash ? null : "It was written, but read back as something else.";
  }

  async #followShadow(order: ConfigOrder, here: RunningFile): Promise<void> {
    const { shadow, orderId } = order;
    if (shadow === null) {
      await this.#removeShadow(here);
      return;
    }
    if (this.#shadow?.orderId === orderId) return;
    const say = (state: Shadow["state"], reason: string | null) => {
      this.#shadow = { orderId, shadow: { version: shadow.version, state, reason } };
    };
    const { mismatch } = locksOn(here.path, order.guardians);
    const forbidden = order.lockMismatch ?? mismatch;
    if (forbidden !== null) return say("refused", this.#mismatch(forbidden));
    const path = shadowPath(here);
    const there = readRunning(path);
    const isOurs = "trouble" in there || there.hash === this.#ownShadow;
    if (!isOurs) return say("refused", `a file of somebody else is in its place: ${this.entry.name}.shadow`);
    const content = await this.#contentOf(shadow);
    this.#options.state.noteShadow(this.entry.name, shadow.hash);
    placeBeside(here.path, path, content);
    if (hashOf(readFileSync(path)) !== shadow.hash)
      return say("failed", "It was read back as something else.");
    const applied = await this.#hook("apply", "shadow", shadow);
    if (applied === null || applied.ok) say("accepted", null);
    else say("failed", `apply failed: ${applied.text}`);
  }

  /** Hash of the shadow that this agent put there. */
  get #ownShadow(): string | null {
    return this.#options.state.of(this.entry.name).shadow;
  }

  /** Beside the running file, only what this agent put there goes. One that runs by now was not taken back. */
  async #removeShadow(here: RunningFile): Promise<void> {
    this.#shadow = null;
    const shadow = this.#ownShadow;
    if (shadow === null) return;
    const path = shadowPath(here);
    const there = readRunning(path);
    if (!("trouble" in there) && there.hash === shadow) {
      if (readAgain(here).hash !== shadow)
        await this.#hook("rollback", "shadow", { version: 0, hash: shadow });
      rmSync(path, { force: true });
    }
    this.#options.state.noteShadow(this.entry.name, null);
  }

  async #contentOf(version: VersionRef): Promise<Buffer> {
    const kept = this.#options.state.of(this.entry.name).base;
    const own = kept?.hash === version.hash ? this.#options.state.baseContent(this.entry.name) : null;
    return own ?? this.#options.content(this.entry.name, version);
  }

  async #hook(
    name: "apply" | "rollback",
    variant: "running" | "shadow",
    version: VersionRef,
  ): Promise<HookRun | null> {
    const hook = this.entry.hooks[name];
    if (hook === undefined) return null;
    return runHook(hook, { env: this.environment(variant, version), signal: this.#options.signal });
  }

  #mismatch(what: string): string {
    return /^(HOT|HELD|QUARANTINED|GUARDED)/.test(what) ? `lock mismatch: ${this.entry.name} ${what}` : what;
  }
}

/** No reason to say anything: it is not ours to change, and nobody ordered it. */
const left = "left";
const notText = "It is no text in UTF-8, so its content cannot be kept as a version.";

function shadowPath(here: RunningFile): string {
  return `${here.path}.shadow`;
}

function readAgain(here: RunningFile): RunningFile {
  const now = readRunning(here.path);
  return "trouble" in now ? here : now;
}

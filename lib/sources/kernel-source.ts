import type { OwnerRef } from "#lib/contract/rows.ts";
import { processOwnerId } from "#lib/domain/identity.ts";
import { judgeKernelLock } from "#lib/domain/verdict-kernel.ts";
import type { LockFacts } from "./kernel/describe.ts";
import type { KernelScanner } from "./kernel/scanner.ts";
import type { LockSource, SourceCapability, SourceLock, SourceLook } from "./source.ts";

/** The file locks of this host, as the kernel tells them and as searching for the true holders completes them. */
export class KernelSource implements LockSource {
  readonly name = "kernel";
  readonly capabilities: ReadonlySet<SourceCapability> = new Set(["waiters", "processes"] as const);
  readonly #scanner: KernelScanner;
  readonly #from: { node: string; wallMs: () => number };

  constructor(scanner: KernelScanner, from: { node: string; wallMs: () => number }) {
    this.#scanner = scanner;
    this.#from = from;
  }

  async look(): Promise<SourceLook> {
    if (!this.#scanner.view.hasLockTable)
      throw new Error("this host shows no lock table: /proc/locks cannot be read");
    const { limitations } = this.#scanner.scan();
    return { locks: this.#scanner.locks().map((facts) => this.#lock(facts)), limitations };
  }

  #lock(facts: LockFacts): SourceLock {
    const { node } = this.#from;
    const holders = new Map<string, OwnerRef>();
    for (const { process } of facts.holders) {
      const { pid, command, unit } = process;
      const ownerId = processOwnerId(process);
      holders.set(ownerId, { ownerId, node, service: unit, command, pid });
    }
    const [holder = null] = holders.values();
    return {
      source: "kernel",
      key: `${node}/${facts.key}`,
      resource: facts.resource,
      type: facts.type,
      mode: facts.mode,
      verdict: judgeKernelLock(facts, { node, observedAt: this.#from.wallMs() }).verdict,
      node,
      holder,
      coHolders: Math.max(0, holders.size - 1),
      waiters: facts.waiters.length,
      epoch: null,
    };
  }
}

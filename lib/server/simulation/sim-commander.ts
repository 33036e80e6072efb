import type { ClearSpec, DrainSpec, OperationSpec, Scope } from "#lib/domain/operations/operation.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { abortOperation } from "#lib/server/operations/abort-operation.ts";
import { acknowledgeOperation } from "#lib/server/operations/acknowledge-operation.ts";
import { askOperation } from "#lib/server/operations/ask-operation.ts";
import { confirmOperation } from "#lib/server/operations/confirm-operation.ts";
import { createOperation } from "#lib/server/operations/create-operation.ts";
import type { SeededRandom } from "./random.ts";
import type { Reply, SimNet } from "./sim-net.ts";
import type { SimServer } from "./sim-server.ts";
import { resource } from "./sim-service.ts";

const ada: Actor = { kind: "user", id: "usr_ada", name: "Ada", role: "approver" };
const bob: Actor = { kind: "user", id: "usr_bob", name: "Bob", role: "approver" };
const reason = "The guardian died and its lock stayed behind.";

interface Known {
  id: string;
  snapshot: string;
  typedName: string | null;
}

/** Two people who clear, drain and change their minds, over a network that repeats what they say. */
export class SimCommander {
  readonly #net: SimNet;
  readonly #random: SeededRandom;
  readonly #known: Known[] = [];
  #clear: Known | null = null;
  #keys = 0;

  constructor(net: SimNet, random: SeededRandom) {
    this.#net = net;
    this.#random = random;
  }

  /** One thing that somebody does now. */
  async act(): Promise<void> {
    const random = this.#random;
    const action = random.pick([
      "clear",
      "drain",
      "drain",
      "acknowledge",
      "acknowledge",
      "again",
      "abort",
      "resume",
      "ask",
    ]);
    if (action === "clear" || this.#clear === null) return this.#start(this.#clearSpec());
    if (action === "drain") return this.#start(this.#drainSpec(this.#clear.id));
    const known = this.#known[random.between(0, this.#known.length - 1)];
    if (known === undefined) return;
    if (action === "acknowledge") return this.#acknowledge(random.chance(0.9) ? bob : ada, known);
    if (action === "again") return this.#confirm(random.chance(0.5) ? ada : bob, known);
    if (action === "ask") await this.#verb(known, (input, server) => askOperation(server.context, input));
    else if (action === "resume") await this.#start({ kind: "resume", operationId: known.id });
    else if (random.chance(0.3)) await this.abort(known.id);
  }

  async abort(id: string): Promise<void> {
    await this.#net.send((server) =>
      abortOperation(server.context, { actor: ada, id, key: null, reviewed: null }, reason),
    );
  }

  async #start(spec: OperationSpec): Promise<void> {
    const key = this.#key();
    const reply = await this.#net.send((server) =>
      createOperation(server.context, ada, { spec, reason, dryRun: false }, key),
    );
    if (!reply.ok || reply.value.operation === null) return;
    const { snapshot, plan, operation } = reply.value;
    const known = { id: operation.id, snapshot, typedName: plan.typedName };
    this.#known.push(known);
    if (spec.kind === "clear") this.#clear = known;
    await this.#confirm(ada, known);
    if (this.#random.chance(0.8)) await this.#acknowledge(bob, known);
    // As people do it: whoever could take it again is paused next.
    if (spec.kind === "clear" && this.#random.chance(0.7)) await this.#start(this.#drainSpec(known.id));
  }

  #confirm(actor: Actor, known: Known): Promise<void> {
    const body = { reason, typedName: known.typedName, readNotVerified: true };
    return this.#verb(known, (input, server) => confirmOperation(server.context, { ...input, actor }, body));
  }

  #acknowledge(actor: Actor, known: Known): Promise<void> {
    const body = { note: "", readNotVerified: true };
    return this.#verb(known, (input, server) =>
      acknowledgeOperation(server.context, { ...input, actor }, body),
    );
  }

  async #verb(
    { id, snapshot }: Known,
    call: (
      input: { actor: Actor; id: string; key: string; reviewed: string },
      server: SimServer,
    ) => Promise<unknown>,
  ): Promise<void> {
    const input = { actor: ada, id, key: this.#key(), reviewed: snapshot };
    const send = (): Promise<Reply<unknown>> => this.#net.send((server) => call(input, server));
    // A double click.
    if (this.#random.chance(0.2)) void send();
    await send();
  }

  #clearSpec(): ClearSpec {
    const successor = this.#random.chance(0.7) ? { node: "node-8", service: "watchdog" } : null;
    return { kind: "clear", source: "native", key: resource, successor, killAfterMs: null };
  }

  #drainSpec(forOperation: string): DrainSpec {
    const random = this.#random;
    return {
      kind: "drain",
      scope: random.pick<Scope>([
        { type: "service", service: "orchestrator", node: null },
        { type: "node", node: "node-8" },
        { type: "fleet" },
      ]),
      holdMs: random.between(3, 12) * 1_000,
      deadlineMs: random.between(2, 8) * 1_000,
      onDeadline: random.pick(["give-up", "go-on"]),
      forOperation,
    };
  }

  #key(): string {
    this.#keys += 1;
    return `key-${this.#keys}`;
  }
}

import { isDeepStrictEqual } from "node:util";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { scoreOf } from "#lib/domain/drill/score.ts";
import type { ScoreFacts } from "#lib/domain/drill/score-facts.ts";
import type { Scope } from "#lib/domain/operations/operation.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { DrillRecord } from "#lib/store/drill-records.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import type { Commit } from "#lib/store/store.ts";

type Sight = Pick<ServerContext, "store" | "drills" | "incidents" | "clock">;

/** Rows of the audit that one drill is judged by; more than this is no drill any more. */
const auditsMost = 2_000;

/**
 * Keeps the score of the drill that is on: computed from what is recorded whenever that has changed, and written into the
 * drill's document, so that the console and the shell show it as it comes about.
 */
export class ScoreKeeper {
  readonly #context: Sight;
  readonly #serverStartedAt: number;
  readonly #operations = new Map<string, OperationRecord>();
  #drillId: string | null = null;
  #incidentId: string | null = null;
  #due = true;

  constructor(context: Sight) {
    this.#context = context;
    this.#serverStartedAt = context.clock.wallMs();
    context.store.onCommit((commit) => this.#follow(commit));
  }

  /** Writes the score anew where something that counts has changed since the last round. */
  async round(): Promise<void> {
    const drill = this.#context.drills.current;
    if (drill === null) {
      this.#drillId = null;
      return;
    }
    if (drill.id !== this.#drillId) await this.#takeOver(drill);
    if (drill.incidentId !== this.#incidentId) this.#due = true;
    this.#incidentId = drill.incidentId;
    if (!this.#due || drill.removing === true) return;
    this.#due = false;
    const score = scoreOf(await this.#facts(drill));
    if (isDeepStrictEqual(score, drill.score)) return;
    await this.#context.store.write(async (tx) => {
      const stored = await tx.get("drill", drill.id);
      if (stored === null || stored.goneAt !== null || stored.value.removing === true) return;
      await tx.put("drill", drill.id, { ...stored.value, score });
    });
  }

  /** A drill that began, or was on before this run of the server. */
  async #takeOver(drill: DrillRecord): Promise<void> {
    this.#operations.clear();
    for await (const { value } of this.#context.store.all("operation")) this.#note(value);
    this.#drillId = drill.id;
    this.#due = true;
  }

  #follow({ puts }: Commit): void {
    for (const { kind, value } of puts) {
      if (kind === "operation") this.#note(value as OperationRecord);
      if (kind === "operation" || kind === "incident") this.#due = true;
    }
  }

  #note(record: OperationRecord): void {
    if (this.#concernsDrill(record)) this.#operations.set(record.id, record);
  }

  #concernsDrill({ resource, spec }: OperationRecord): boolean {
    if (resource !== null) return isDrillName(resource);
    if (spec.kind === "drain") return isDrillScope(spec.scope);
    return "operationId" in spec && this.#operations.has(spec.operationId);
  }

  async #facts(drill: DrillRecord): Promise<ScoreFacts> {
    const { store } = this.#context;
    const filter = { action: "operation.", from: drill.startedAt, limit: auditsMost };
    const audits = await store.audits(filter);
    return {
      variation: drill.options.variation,
      startedAt: drill.startedAt,
      serverStartedAt: this.#serverStartedAt,
      incident: this.#incident(drill.incidentId),
      operations: [...this.#operations.values()]
        .filter(({ createdAt }) => createdAt >= drill.startedAt)
        .sort((a, b) => a.createdAt - b.createdAt),
      audits: audits.sort((a, b) => a.seq - b.seq),
    };
  }

  /** The one that it turned out to be part of, if so. */
  #incident(id: string | null): ScoreFacts["incident"] {
    const found = id === null ? undefined : this.#context.incidents.find(id);
    return (found?.mergedInto == null ? found : this.#context.incidents.find(found.mergedInto)) ?? null;
  }
}

function isDrillScope(scope: Scope): boolean {
  switch (scope.type) {
    case "service":
      return isDrillName(scope.service);
    case "node":
      return isDrillName(scope.node);
    case "group":
      return isDrillName(scope.group);
    default:
      return scope.type !== "fleet";
  }
}

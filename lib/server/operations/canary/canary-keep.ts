import { grouped } from "#lib/domain/words.ts";
import { configEvent, shortHash, shownName } from "#lib/server/configs/config-words.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { Move } from "#lib/server/operations/move-operation.ts";
import { operationAudit, operationEvent } from "#lib/server/operations/operation-words.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import type { Tx } from "#lib/store/store.ts";

/** The end of a canary that went well: the version is the one to come back to, in the same write. */
export async function keepVersion(context: ServerContext, tx: Tx, record: OperationRecord): Promise<Move> {
  const at = context.clock.wallMs();
  const { spec, memory, nodes } = record;
  const name = spec.kind === "canary" ? spec.config : "";
  const version = Number(memory["version"] ?? 0);
  const hash = String(memory["hash"] ?? "");
  const config = await tx.get("config", name);
  if (config !== null) await tx.put("config", name, { ...config.value, promoted: version });
  const text = `Version ${version} of ${shownName(name)} runs on ${nodes.length === 1 ? "its 1 node" : `all ${grouped(nodes.length)} nodes`} and is the promoted one.`;
  const next: OperationRecord = {
    ...record,
    state: "done",
    endedAt: at,
    due: null,
    steps: record.steps.map((step) => ({
      ...step,
      state: "done",
      startedAt: step.startedAt ?? at,
      endedAt: step.endedAt ?? at,
    })),
    sentence: text,
    result: {
      outcome: "promoted",
      text,
      verified: [
        `The running file of ${nodes.length === 1 ? "the 1 node" : `each of the ${grouped(nodes.length)} nodes`} was read back: SHA-256 ${shortHash(hash)}…`,
        "Every node was healthy for the whole bake time of the last step.",
      ],
      notVerified: record.plan.notVerified,
    },
  };
  context.configs.runs.forget(record.id);
  return {
    record: next,
    events: [operationEvent(next, at, "done", text), configEvent(name, at, "promoted", text)],
    audit: [operationAudit(next, at, null, "done", text)],
  };
}

import type { z } from "zod";
import type { StartedDrill, startDrill as startDrillBody } from "#lib/contract/drills.ts";
import { drillName } from "#lib/domain/drill/names.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { auditRow } from "#lib/server/audit/audit-row.ts";
import { hashSecret, newTokenSecret } from "#lib/server/auth/token-secret.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { DrillRecord } from "#lib/store/drill-records.ts";
import { drillRow } from "./drill-row.ts";
import { type RealThing, realThing } from "./real-things.ts";

type Input = z.output<typeof startDrillBody>;
type Secrets = NonNullable<StartedDrill["tokens"]>;

/**
 * POST /drills. Makes the drill and its tokens; only their hashes are stored. Throws `conflict` while another one is
 * on, or while something real has a name by which the end of a drill would remove it; `not-now` where this server cannot
 * run one itself.
 */
export async function startDrill(context: ServerContext, actor: Actor, input: Input): Promise<StartedDrill> {
  if (input.runner === "here" && !context.drillRunner.canRun) {
    throw new ApiError(
      "not-now",
      "This server was started without what runs a drill. Start one from a shell: locksmith drill.",
    );
  }
  const tokens: Secrets = { fleet: newTokenSecret(), commander: newTokenSecret(), onCall: newTokenSecret() };
  const started = await context.drills.startAlone(async () => {
    refuseReal(await realThing(context.store));
    const record = newRecord(context, actor, input, tokens);
    const { revision } = await context.store.write(async (tx) => {
      await tx.put("drill", record.id, record);
      await tx.audit(startRow(record, actor));
    });
    return { record, revision };
  });
  if (started === null) throw new ApiError("conflict", "A drill is on already; there is one at a time.");
  const drill = drillRow(started.record, started.revision);
  if (input.runner === "caller") return { drill, tokens };
  context.drillRunner.run({ id: drill.id, options: drill.options, tokens });
  return { drill, tokens: null };
}

/** No name of a drill is given while none is on, so what is not there now does not come before the drill begins. */
function refuseReal(thing: RealThing | null): void {
  if (thing === null) return;
  const { what } = thing;
  const name = safeText(thing.name, 120);
  throw new ApiError(
    "conflict",
    `The ${what} ${name} is real, and the end of a drill would remove it: names that begin with drill: are kept for drills. ` +
      "Let whoever made it use another name, or rehearse on a server with a data folder of its own.",
    { what, name },
  );
}

function newRecord(context: ServerContext, actor: Actor, input: Input, tokens: Secrets): DrillRecord {
  return {
    id: context.newId("drl"),
    state: "starting",
    options: input.options,
    startedBy: safeText(actor.name),
    startedAt: context.clock.wallMs(),
    runHere: input.runner === "here",
    tokens: {
      fleet: hashSecret(tokens.fleet),
      commander: hashSecret(tokens.commander),
      onCall: hashSecret(tokens.onCall),
    },
    acts: [],
    next: null,
    wanted: null,
    stopAsked: false,
    coach: [],
    parts: [],
    folder: null,
    incidentId: null,
    score: null,
    sentence: "Its processes are being started.",
  };
}

function startRow({ id, options, startedAt, runHere }: DrillRecord, actor: Actor) {
  const { variation, nodes, mode, pace, deliverPages } = options;
  const pages = deliverPages ? "its pages are delivered" : "no page of it is delivered";
  const where = runHere ? "this server" : "whoever asked for it";
  const detail = `${nodes} nodes, mode ${mode}, pace ${pace}, ${pages}, run by ${where} (${id})`;
  return auditRow({ at: startedAt, actor, action: "drill.start", target: drillName(variation), detail });
}

import { isDrillName } from "#lib/domain/drill/names.ts";
import { isMixed } from "#lib/domain/drill/world.ts";
import { isDrillScope, scopeNames } from "#lib/domain/operations/drain.ts";
import type { OperationSpec } from "#lib/domain/operations/operation.ts";
import { type Actor, drillOf } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";

const real = "a real thing";
const ofDrill = "drill:";

/**
 * The drill that what is asked for belongs to, or undefined for what is real. Throws `invalid` for what would concern
 * both, `forbidden` for somebody of a drill who asks for anything else, and `not-now` while no drill is on.
 */
export async function worldOf(
  context: ServerContext,
  actor: Actor,
  spec: OperationSpec,
): Promise<string | undefined> {
  const names = await namesOf(context, spec);
  if (isMixed(names)) {
    throw new ApiError("invalid", "This would concern a drill and what is real together.", undefined, [
      { field: "body.spec", message: "names of a drill, which begin with drill:, or none of them" },
    ]);
  }
  const isDrill = names.some(isDrillName);
  const own = drillOf(actor);
  if (own !== undefined && !isDrill) {
    throw new ApiError("forbidden", "Who is played in a drill acts on that drill alone.");
  }
  if (!isDrill) return undefined;
  if (context.drills.current === null || !context.drills.isOn()) {
    throw new ApiError("not-now", "No drill is on, and names that begin with drill: are kept for drills.");
  }
  return context.drills.current.id;
}

/** Every name by which a world is said; at least one. */
async function namesOf(context: ServerContext, spec: OperationSpec): Promise<string[]> {
  switch (spec.kind) {
    case "clear": {
      const { successor } = spec;
      // A native key is the resource; that of a kernel lock begins with its node.
      return [spec.key, ...(successor === null ? [] : [successor.node, successor.service])];
    }
    case "drain": {
      const scope = isDrillScope(spec.scope) ? [ofDrill, ...scopeNames(spec.scope)] : [real];
      return spec.forOperation === null ? scope : [...scope, await operationName(context, spec.forOperation)];
    }
    case "canary":
      return [
        spec.config,
        ...(spec.targets.by === "nodes" ? spec.targets.nodes : groupName(spec.targets.group)),
      ];
    default:
      return [await operationName(context, spec.operationId)];
  }
}

function groupName(group: string | null): string[] {
  return group === null ? [] : [group];
}

async function operationName({ store }: ServerContext, id: string): Promise<string> {
  const stored = await store.get("operation", id);
  return stored?.value.drill === undefined ? real : ofDrill;
}

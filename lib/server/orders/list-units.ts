import type { z } from "zod";
import type { UnitList, unitQuery } from "#lib/contract/orders.ts";
import { topPage } from "#lib/domain/top-page.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { decodeCursor, encodeCursor } from "#lib/server/lists/cursor.ts";
import type { UnitRecord } from "#lib/store/records.ts";
import { unitRowOf } from "./unit-record.ts";

const order = "node";

/** GET /units: all that can be drained, by node and name. */
export function listUnits(context: ServerContext, query: z.output<typeof unitQuery>): UnitList {
  const inGroup = (node: string) => !query.group || context.view.nodes.get(node)?.group === query.group;
  const records = [...context.units.all()].map((unit) => unit.record);
  const page = topPage(records, {
    matches: (unit: UnitRecord) =>
      (!query.node || unit.node === query.node) &&
      (!query.service || unit.service === query.service) &&
      inGroup(unit.node),
    place: (unit) => ({ values: [unit.node, unit.unit], id: unit.id }),
    descending: false,
    after: decodeCursor(order, query.cursor),
    limit: query.limit,
  });
  return {
    items: page.items.map(unitRowOf),
    revision: context.store.revision(),
    nextCursor: encodeCursor(order, page.next),
    total: page.total,
  };
}

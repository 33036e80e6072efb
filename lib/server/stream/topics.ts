import type { StreamChange, StreamTopic } from "#lib/contract/stream.ts";
import type { Touched } from "#lib/server/view/touched.ts";
import type { View } from "#lib/server/view/view.ts";

/**
 * The change that a client with these topics is sent, with the rows as they are now; null when none of it
 * concerns them. Rows that went away in the meantime are named as gone.
 */
export function changeFor(
  view: View,
  touched: Touched,
  topics: ReadonlySet<StreamTopic>,
): StreamChange | null {
  const change: StreamChange = { revision: touched.revision, serverAt: touched.at };
  const split = <Row>(ids: ReadonlySet<string>, rows: { get(id: string): Row | undefined }) => {
    const here: Row[] = [];
    const gone: string[] = [];
    for (const id of ids) {
      const row = rows.get(id);
      if (row === undefined) gone.push(id);
      else here.push(row);
    }
    return { here: here.length > 0 ? here : undefined, gone: gone.length > 0 ? gone : undefined };
  };
  if (topics.has("locks")) {
    const { here, gone } = split(touched.locks, view.locks.rows);
    Object.assign(change, here && { locks: here }, gone && { goneLocks: gone });
  }
  if (topics.has("owners")) {
    const { here, gone } = split(touched.owners, view.owners.rows);
    Object.assign(change, here && { owners: here }, gone && { goneOwners: gone });
  }
  if (topics.has("nodes")) {
    const { here, gone } = split(touched.nodes, view.nodes);
    Object.assign(change, here && { nodes: here }, gone && { goneNodes: gone });
  }
  if (topics.has("operations")) {
    const { here, gone } = split(touched.operations, view.operations);
    Object.assign(change, here && { operations: here }, gone && { goneOperations: gone });
  }
  if (topics.has("units")) {
    const { here, gone } = split(touched.units, view.units);
    Object.assign(change, here && { units: here }, gone && { goneUnits: gone });
  }
  if (topics.has("incidents")) {
    const { here, gone } = split(touched.incidents, view.incidents);
    Object.assign(change, here && { incidents: here }, gone && { goneIncidents: gone });
  }
  if (topics.has("drills")) {
    const { here, gone } = split(touched.drills, view.drills);
    Object.assign(change, here && { drills: here }, gone && { goneDrills: gone });
  }
  if (topics.has("events") && touched.events.length > 0) change.events = touched.events;
  return Object.keys(change).length > 2 ? change : null;
}

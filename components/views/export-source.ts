import type { LiveRows } from "#lib/client/live-reducer.ts";
import type { ConfigRow } from "#lib/contract/configs.ts";

/** What a list has to export: rows in the order shown, all of them, not only those in view. */
export interface ExportRows {
  locks: LiveRows["locks"];
  owners: LiveRows["owners"];
  fleet: LiveRows["nodes"];
  operations: LiveRows["operations"];
  incidents: LiveRows["incidents"];
  configs: ConfigRow;
}

export type ExportSource = {
  [K in keyof ExportRows]: {
    list: K;
    rows: readonly ExportRows[K][];
    /** Ids of the columns as shown, in their order. */
    columns: readonly string[];
    /** All rows have been read; else there are fewer than match. */
    complete: boolean;
  };
}[keyof ExportRows];

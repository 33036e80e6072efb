import type { ViewList } from "#lib/domain/views/saved-view.ts";
import type { ExportSource } from "./export-source.ts";
import type { ColumnChoice } from "./use-list-search.ts";

/** What the tools of a list need to know of it. */
export interface ListToolsProps {
  list: ViewList;
  columns?: readonly { id: string; label: string; always?: boolean }[];
  choice?: ColumnChoice;
  /** What would be exported now; absent where the server writes the export. */
  exported?: () => ExportSource;
}

"use client";

import dynamic from "next/dynamic";
import type { ViewList } from "#lib/domain/views/saved-view.ts";
import { type ColumnChoice, useViewId } from "./use-list-search.ts";

const ViewLine = dynamic(() => import("./view-line.tsx").then((m) => m.ViewLine));

/** Above a list: which saved view is open; nothing when none is. */
export function OpenedView(props: {
  list: ViewList;
  columns?: readonly { id: string }[];
  choice?: ColumnChoice;
}) {
  const { list, columns, choice } = props;
  const id = useViewId();
  return id === null ? null : <ViewLine id={id} list={list} columns={columns} hidden={choice?.hidden} />;
}

"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useCollection } from "#components/live/use-collection.ts";
import { rowsOf } from "#lib/client/live-collection.ts";
import { useEachSecond } from "./use-each-second.ts";
import { type WallModel, wallModel } from "./wall-model.ts";

const Context = createContext<WallModel | null>(null);

/** The lists of the whole console, summed at most once a second; what is below is drawn again only then. */
export function WallModelProvider({ children }: { children: ReactNode }) {
  const locks = useCollection("locks");
  const nodes = useCollection("nodes");
  const owners = useCollection("owners");
  const incidents = useCollection("incidents");
  const operations = useCollection("operations");
  const latest = useMemo(
    () => ({ locks, nodes, owners, incidents, operations }),
    [locks, nodes, owners, incidents, operations],
  );
  const paced = useEachSecond(latest);
  const model = useMemo((): WallModel => {
    const lists = [paced.locks, paced.nodes, paced.owners, paced.incidents, paced.operations];
    const rows = {
      locks: rowsOf(paced.locks),
      nodes: rowsOf(paced.nodes),
      owners: rowsOf(paced.owners),
      incidents: rowsOf(paced.incidents),
      operations: rowsOf(paced.operations),
    };
    return {
      ...wallModel(rows),
      complete: lists.every(({ load }) => load.complete),
      problem: lists.find(({ load }) => !load.complete && load.problem !== null)?.load.problem ?? null,
    };
  }, [paced]);
  return <Context value={model}>{children}</Context>;
}

/** What the wall knows, of the present second. */
export function useWallModel(): WallModel {
  const model = useContext(Context);
  if (model === null) throw new Error("WallModelProvider is missing above this component");
  return model;
}

"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { readWallOptions } from "#lib/domain/wall/wall-options.ts";
import { WallModelProvider } from "./use-wall-model.tsx";
import { WallPicture } from "./wall-picture.tsx";
import "./wall.css";

/** The NOC display: the whole picture in one screen, read from eight metres. It needs the providers of the console. */
export function WallScreen() {
  const search = useSearchParams();
  const options = useMemo(() => readWallOptions((name) => search.get(name)), [search]);
  return (
    <WallModelProvider>
      <WallPicture options={options} />
    </WallModelProvider>
  );
}

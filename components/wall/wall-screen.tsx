"use client";

import { useCollection } from "#components/live/use-collection.ts";

/** The NOC display: the whole picture in one screen, read from eight metres. It needs the providers of the console. */
export function WallScreen() {
  const locks = useCollection("locks");
  return (
    <main aria-label="Wall">
      <h1>{locks.load.complete ? `${locks.size} locks` : "Reading the state of everything"}</h1>
    </main>
  );
}

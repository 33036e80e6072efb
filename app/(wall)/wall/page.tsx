import type { Metadata } from "next";
import { WallDoor } from "#components/displays/wall-door.tsx";
import { WallScreen } from "#components/wall/wall-screen.tsx";
import { readMe } from "#lib/client/server-me.ts";

export const metadata: Metadata = { title: "Wall" };

/** The NOC display. Whoever may not look is told what to do, and is sent nowhere. */
export default async function WallPage() {
  return (
    <WallDoor me={await readMe()}>
      <WallScreen />
    </WallDoor>
  );
}

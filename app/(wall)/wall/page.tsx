import type { Metadata } from "next";
import { WallDoor } from "#components/displays/wall-door.tsx";
import { WallScreen } from "#components/wall/wall-screen.tsx";
import { readDisplayStanding } from "#lib/client/displays.ts";
import { serverApi } from "#lib/client/server-api.ts";
import { readMe } from "#lib/client/server-me.ts";

export const metadata: Metadata = { title: "Wall" };

/** The NOC display. Whoever may not look is told what to do, and is sent nowhere. */
export default async function WallPage() {
  const me = await readMe();
  const standing = me === null ? await readDisplayStanding(await serverApi()) : null;
  return (
    <WallDoor me={me} standing={standing}>
      <WallScreen />
    </WallDoor>
  );
}

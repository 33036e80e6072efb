import { pause } from "#lib/client/waiting/pause.ts";
import type { Link } from "./link.ts";

const mostMs = 1_500;
const atOnce = 16;

/**
 * Closes what is open, services before the agents of their nodes, for as long as that is quick. What is left then is the
 * purge's: a drill that is over leaves nothing either way.
 */
export async function closeSessions({ api, seats }: Pick<Link, "api" | "seats">): Promise<void> {
  const giveUp = new AbortController();
  const { signal } = giveUp;
  const open = seats.filter((seat) => seat.isOpen);
  const left = [
    ...open.filter(({ what }) => what === "service"),
    ...open.filter(({ what }) => what === "agent"),
  ];
  const closeSome = async () => {
    for (let seat = left.shift(); seat !== undefined && !signal.aborted; seat = left.shift()) {
      const path = `/api/v1/sessions/${encodeURIComponent(seat.sessionId ?? "")}`;
      await api.send("DELETE", path, undefined, { signal }).catch(() => undefined);
    }
  };
  const all = Promise.all(Array.from({ length: atOnce }, closeSome));
  await Promise.race([all, pause(mostMs, signal)]);
  giveUp.abort();
}

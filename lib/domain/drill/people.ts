import { drillName } from "./names.ts";

const played = (plain: string) => ({ id: drillName(plain), name: drillName(plain) });

/** Who is played in a drill: the commander, and the second person who is paged. */
export const drillPeople: readonly { id: string; name: string }[] = [played("commander"), played("on-call")];

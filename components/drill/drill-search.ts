import { parseAsStringLiteral } from "nuqs/server";

/** What the address of any page holds of the drill: a dialog that is open. So a link can lead to it. */
const drillDialogs = ["start", "end"] as const;
export const drillDialogParser = parseAsStringLiteral(drillDialogs);

/** Where a drill is started and ended, from anywhere. */
export const startDrillHref = "/?drill=start";
export const endDrillHref = "/?drill=end";

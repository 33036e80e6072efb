import { ListChecks } from "lucide-react";
import type { PaletteDoor } from "#components/shell/palette-items.ts";
import { actorOf } from "#components/shell/visitor.tsx";
import type { Me } from "#lib/contract/accounts.ts";
import { can } from "#lib/domain/roles.ts";
import { endDrillHref, startDrillHref } from "./drill-search.ts";
import { useDrill } from "./use-drill.ts";

const keywords = "rehearsal training 03:12 simulate exercise coach";

/** The palette's way to a drill, for admins: to its start, or to its end while one is on. */
export function useDrillDoors(me: Me): readonly PaletteDoor[] {
  const drill = useDrill();
  if (!can(actorOf(me), "drill.manage").allowed) return [];
  return drill === null
    ? [{ href: startDrillHref, label: "Start a drill…", icon: ListChecks, keywords }]
    : [{ href: endDrillHref, label: "End the drill…", icon: ListChecks, keywords }];
}

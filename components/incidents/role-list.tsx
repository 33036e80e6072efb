"use client";

import { Person } from "#components/operations/person.tsx";
import { useCan, useVisitor } from "#components/shell/visitor.tsx";
import { Button } from "#components/ui/button.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import { type IncidentRole, incidentRoles } from "#lib/domain/incidents/incident.ts";
import { useIncidentDesk } from "./incident-desk.tsx";
import type { RoleGift } from "./incident-task.ts";
import { roleWords } from "./incident-words.ts";

const giftWords: Record<RoleGift, string> = { me: "Take…", other: "Hand over…", nobody: "Give up…" };

/** Who does what, since when; and how a role changes hands. */
export function RoleList({ incident }: { incident: IncidentDetail }) {
  const may = useCan("incident.write").allowed && incident.allowed["take-role"].allowed;
  const me = useVisitor();
  return (
    <ul>
      {incidentRoles.map((role) => {
        const held = incident.roles.find((one) => one.role === role);
        const gifts: RoleGift[] =
          held === undefined
            ? ["me", "other"]
            : held.person.id === me.id
              ? ["other", "nobody"]
              : ["me", "other"];
        return (
          <li
            key={role}
            className="flex min-h-9 flex-wrap items-center gap-x-3 border-t border-line py-1 text-sm first:border-t-0"
          >
            <span className="w-28 shrink-0 text-tertiary">{roleWords[role]}</span>
            {/* Where the buttons have no room beside the name, they go below it together. */}
            <span className="break-anywhere min-w-20 flex-1">
              {held === undefined ? (
                <span className="text-tertiary">nobody</span>
              ) : (
                <>
                  <Person of={held.person} />
                  {held.person.id === me.id && <span className="text-tertiary"> (you)</span>}
                  <TimeAgo atMs={held.since} show="relative" className="ml-2 text-xs text-tertiary" />
                </>
              )}
            </span>
            {may && <Gifts role={role} gifts={gifts} held={held !== undefined} />}
          </li>
        );
      })}
    </ul>
  );
}

function Gifts({ role, gifts, held }: { role: IncidentRole; gifts: readonly RoleGift[]; held: boolean }) {
  const desk = useIncidentDesk();
  const wordOf = (give: RoleGift) => (give === "other" && !held ? "Give to…" : giftWords[give]);
  return (
    <span className="ml-auto flex shrink-0 gap-x-1">
      {gifts.map((give) => (
        <Button
          key={give}
          size="sm"
          variant="ghost"
          aria-label={`${wordOf(give)} ${roleWords[role].toLowerCase()}`}
          onClick={() => desk({ form: "role", role, give })}
          className="pointer-coarse:h-11"
        >
          {wordOf(give)}
        </Button>
      ))}
    </span>
  );
}

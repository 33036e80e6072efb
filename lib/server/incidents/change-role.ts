import type { z } from "zod";
import type { incidentRoleChange } from "#lib/contract/incidents.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { isDrillIncident } from "#lib/domain/incidents/realm.ts";
import type { Person } from "#lib/domain/operations/operation.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { nameOf } from "#lib/server/operations/operation-words.ts";
import { viewerIn } from "#lib/server/operations/verb.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import { incidentAudit, incidentEvent } from "./incident-words.ts";
import { listPeople } from "./list-people.ts";
import { doVerb, type VerbInput } from "./verb.ts";

type Body = z.output<typeof incidentRoleChange>;

/**
 * POST /incidents/{id}/roles: takes a role oneself, hands it to another person, or gives it up. Throws `invalid` for
 * somebody who is nobody here.
 */
export async function changeRole(context: ServerContext, input: VerbInput, { role, userId }: Body) {
  const own = viewerIn(input.actor).person;
  const person = userId === null ? null : userId === own.id ? own : await personOf(context, userId);
  return doVerb(context, input, "take-role", (before, by, at) => {
    const had = before.roles.find((one) => one.role === role)?.person ?? null;
    if (had?.id === person?.id && had?.kind === person?.kind) return null;
    if (person !== null) requireSameRealm(before, person);
    const others = before.roles.filter((one) => one.role !== role);
    const record = { ...before, roles: person === null ? others : [...others, { role, person, since: at }] };
    const detail = roleWords(role, by, had, person);
    return {
      record,
      events: [incidentEvent(record, at, "role", detail)],
      audit: [incidentAudit(record, at, by, "role", { detail })],
    };
  });
}

async function personOf(context: ServerContext, userId: string): Promise<Person> {
  const { items } = await listPeople(context);
  const found = items.find(({ id }) => id === userId);
  if (found !== undefined) return { kind: "user", ...found };
  throw noPerson("nobody with an account that is enabled");
}

function requireSameRealm(record: IncidentRecord, { id }: Person): void {
  if (isDrillName(id) && !isDrillIncident(record)) throw noPerson("played in a drill, and this is none");
}

function noPerson(message: string): ApiError {
  return new ApiError("invalid", "This role cannot be given so.", undefined, [{ field: "userId", message }]);
}

function roleWords(role: string, by: Person, had: Person | null, person: Person | null): string {
  if (person === null) {
    const whose = had === null || had.id === by.id ? "" : ` of ${nameOf(had)}`;
    return `${nameOf(by)} ended the role ${role}${whose}.`;
  }
  if (person.id === by.id) {
    return `${nameOf(by)} took the role ${role}${had === null ? "" : ` from ${nameOf(had)}`}.`;
  }
  return `${nameOf(by)} gave the role ${role} to ${nameOf(person)}.`;
}

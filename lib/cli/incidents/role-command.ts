import type { Command } from "commander";
import { addServerFlags, connect, type ServerFlags } from "#lib/cli/connection.ts";
import { exitCodes } from "#lib/cli/exit-codes.ts";
import { Failure, usage } from "#lib/cli/failure.ts";
import type { Api } from "#lib/client/http.ts";
import { incidentCalls } from "#lib/client/incidents.ts";
import { newRequestKey } from "#lib/client/operations.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { Me } from "#lib/contract/accounts.ts";
import type { PeopleList } from "#lib/contract/incidents.ts";
import { type IncidentRole, incidentRoles } from "#lib/domain/incidents/incident.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { showIncident } from "./show-incident.ts";

interface RoleFlags extends ServerFlags {
  take?: boolean;
  to?: string;
  giveUp?: boolean;
  json?: boolean;
}

/** `locksmith incidents role`. */
export function addRole(group: Command): void {
  const command = group
    .command("role")
    .summary("take a role, give it to another person, or give it up")
    .argument("<incident>", "its id")
    .argument("<role>", incidentRoles.join(", "))
    .option("--take", "take it")
    .option("--to <person>", "give it to this person, by id or by whole name")
    .option("--give-up", "nobody has it any more")
    .option("--json", "as JSON");
  addServerFlags(command).action(async (id: string, role: string, flags: RoleFlags) => {
    const api = connect(flags);
    const wanted = roleOf(role);
    const userId = await personOf(api, flags);
    showIncident(await incidentCalls(api).role(id, wanted, userId, newRequestKey()), flags);
  });
}

function roleOf(text: string): IncidentRole {
  const role = incidentRoles.find((one) => one === text);
  if (role === undefined) throw usage(`the role must be one of ${incidentRoles.join(", ")}`);
  return role;
}

async function personOf(api: Api, { take, to, giveUp }: RoleFlags): Promise<string | null> {
  const given = [take === true, to !== undefined, giveUp === true].filter(Boolean).length;
  if (given !== 1) throw usage("give one of --take, --to <person> and --give-up");
  if (giveUp === true) return null;
  if (to === undefined) return (await api.get<Me>(apiPaths.me)).id;
  const { items } = await api.get<PeopleList>(apiPaths.people);
  const found = items.filter(({ id, name }) => id === to || name === to);
  if (found.length === 1) return found[0]?.id ?? null;
  if (found.length > 1) throw usage(`there are ${found.length} people of this name: give the id`);
  throw new Failure(exitCodes.notFound, `nobody here is called ${safeText(to, 80)}`);
}

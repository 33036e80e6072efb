import type { PeopleList } from "#lib/contract/incidents.ts";
import { drillPeople } from "#lib/domain/drill/people.ts";
import { listAccounts } from "#lib/server/accounts/list-accounts.ts";
import type { ServerContext } from "#lib/server/context.ts";

/** GET /people: whose account is enabled; while a drill is on, also those who are played in it. */
export async function listPeople(context: ServerContext): Promise<PeopleList> {
  const accounts = await listAccounts(context);
  const people = accounts.filter(({ disabled }) => !disabled).map(({ id, name }) => ({ id, name }));
  const played = context.view.drills.size > 0 ? drillPeople : [];
  return { items: [...people, ...played] };
}

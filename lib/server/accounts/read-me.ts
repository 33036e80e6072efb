import type { Me } from "#lib/contract/accounts.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";

/** What a page or a program may know of who it is acting for. */
export async function readMe(context: ServerContext, actor: Actor, request: Request): Promise<Me> {
  const { kind, id, name } = actor;
  if (kind === "agent") return { kind, id, name, email: null, role: null, node: actor.node };
  if (kind === "token") return { kind, id, name, email: null, role: actor.role, node: null };
  if (kind === "display") return { kind, id, name, email: null, role: null, node: null };
  const signedIn = await context.auth.sessions.find(request.headers);
  return { kind, id, name, email: signedIn?.email ?? null, role: actor.role, node: null };
}

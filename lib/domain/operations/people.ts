import type { Actor, Role } from "#lib/domain/roles.ts";
import type { Person } from "./operation.ts";

/** Somebody who looks at an operation and may move it; an agent's token never may. */
export interface Viewer {
  person: Person;
  role: Role;
  /** Somebody who is played in this drill, and acts on it alone. */
  drill?: string;
}

/** Who an actor is to operations; null for an agent and a display. */
export function viewerOf(actor: Actor): Viewer | null {
  if (actor.kind === "agent" || actor.kind === "display") return null;
  const { kind, id, name, role } = actor;
  const madeBy = actor.kind === "token" ? (actor.madeBy ?? null) : null;
  const drill = actor.kind === "user" ? actor.drill : undefined;
  const person = { kind, id, name, ...(madeBy === null ? {} : { madeBy }) };
  return { person, role, ...(drill === undefined ? {} : { drill }) };
}

/** The human who counts for it: a token stands for whoever made it. Null when that is not known. */
function humanOf(person: Person): string | null {
  return person.kind === "user" ? person.id : (person.madeBy ?? null);
}

/** Whether two are one: the same, or a token and the person who made it, or two tokens of one person. */
export function samePerson(a: Person, b: Person): boolean {
  if (a.kind === b.kind && a.id === b.id) return true;
  const human = humanOf(a);
  return human !== null && human === humanOf(b);
}

import type { Actor } from "#lib/domain/roles.ts";

/** Everything about who is asking; made once by `createAuth`. */
export interface Auth {
  authenticate(request: Request): Promise<Actor | null>;
}

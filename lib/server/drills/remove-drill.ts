import type { ServerContext } from "#lib/server/context.ts";

/** Removes all that was of a drill. Returns how many things went. */
export async function removeDrill(context: ServerContext, id: string, why: string): Promise<number> {
  await context.store.write((tx) => tx.remove("drill", id, context.clock.wallMs(), why));
  return 1;
}

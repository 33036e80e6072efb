import type { APIError } from "better-auth/api";
import type { Kysely } from "kysely";
import type { Store } from "#lib/store/store.ts";
import type { AuthLibrary, LibraryOptions } from "./library.ts";

/** The library as whoever needs it asks for it: loaded with the first asking. */
export type LazyLibrary = () => Promise<AuthLibrary>;

/**
 * Loading the library takes longer than all else of the accounts, and most of what a server is asked comes with a token.
 * So it is loaded when somebody signs in, or comes with a session's cookie.
 */
export function lazyLibrary(options: LibraryOptions): LazyLibrary {
  let loading: Promise<AuthLibrary> | null = null;
  return () => {
    loading ??= import("./library.ts").then(({ createLibrary }) => createLibrary(options));
    return loading;
  };
}

/** Whether the library refused something. Told by its name: to import the class would load the library. */
export function isLibraryError(error: unknown): error is InstanceType<typeof APIError> {
  return error instanceof Error && error.name === "APIError" && "statusCode" in error;
}

/** What the tables were last brought up to: the library's version, and a number of ours for the columns that we add. */
export const tablesVersion = "better-auth 1.7.25, columns 1";

interface VersionTables {
  auth_tables: { version: string };
}

/** Brings the library's tables up to date, and notes that they are: the next start need not load the library for it. */
export async function bringTablesUp(store: Store, library: LazyLibrary): Promise<void> {
  const db = store.accounts as unknown as Kysely<VersionTables>;
  if (await isNoted(db)) return;
  const { migrateLibrary } = await import("./library.ts");
  await migrateLibrary(await library());
  // The tables are there; without the note the next start only takes longer.
  await note(db).catch(() => undefined);
}

async function isNoted(db: Kysely<VersionTables>): Promise<boolean> {
  const query = db.selectFrom("auth_tables").select("version");
  // There is no such table at the first start. Any other trouble shows when the tables are brought up.
  const rows = await query.execute().catch(() => []);
  return rows.length > 0 && rows.every(({ version }) => version === tablesVersion);
}

async function note(db: Kysely<VersionTables>): Promise<void> {
  const table = db.schema.createTable("auth_tables").ifNotExists();
  await table.addColumn("version", "text", (column) => column.notNull()).execute();
  await db.deleteFrom("auth_tables").execute();
  await db.insertInto("auth_tables").values({ version: tablesVersion }).execute();
}

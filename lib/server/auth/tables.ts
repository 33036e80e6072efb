import type { Kysely } from "kysely";

type Dialect = "sqlite" | "postgres";
/** The library keeps dates as ISO text in SQLite and as timestamps in PostgreSQL. */
export type StoredDate = string | Date;
/** PostgreSQL hands out 64-bit integers as text. */
type StoredInteger = number | string;

interface UserTable {
  id: string;
  name: string;
  email: string;
  emailVerified: number | boolean;
  image: string | null;
  createdAt: StoredDate;
  updatedAt: StoredDate;
  role: string;
  disabledAt: StoredInteger | null;
  lastSignInAt: StoredInteger | null;
}

interface CredentialTable {
  id: string;
  accountId: string;
  providerId: string;
  userId: string;
  password: string | null;
  createdAt: StoredDate;
  updatedAt: StoredDate;
}

interface SessionTable {
  id: string;
  token: string;
  userId: string;
  expiresAt: StoredDate;
  createdAt: StoredDate;
  updatedAt: StoredDate;
  ipAddress: string | null;
  userAgent: string | null;
}

/** The library's tables as far as our verbs touch them; its migrator makes them. */
export interface AuthTables {
  auth_user: UserTable;
  auth_account: CredentialTable;
  auth_session: SessionTable;
}

/** The library's tables, typed: of the store, or of a write under way. */
export function authTables(holder: { readonly accounts: Kysely<Record<string, never>> }): Kysely<AuthTables> {
  return holder.accounts as unknown as Kysely<AuthTables>;
}

export function toStoredDate(atMs: number, dialect: Dialect): StoredDate {
  const date = new Date(atMs);
  return dialect === "sqlite" ? date.toISOString() : date;
}

/** Epoch ms of a date as the library stores it. */
export function fromStoredDate(date: StoredDate): number {
  return new Date(date).getTime();
}

export function fromStoredInteger(value: StoredInteger | null): number | null {
  return value === null ? null : Number(value);
}

export function storedFlag(flag: boolean, dialect: Dialect): number | boolean {
  return dialect === "sqlite" ? Number(flag) : flag;
}

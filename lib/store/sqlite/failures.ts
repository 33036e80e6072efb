const codes = {
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cantOpen: 14,
  notADatabase: 26,
} as const;

/** The primary result code of an error thrown by node:sqlite, or null for any other error. */
function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  return error.errcode & 0xff;
}

export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === codes.busy || code === codes.locked;
}

/** In plain words why the engine cannot write, or null when the error is about one statement alone. */
export function writeFailure(error: unknown): string | null {
  switch (sqliteCode(error)) {
    case codes.full:
      return "The disk of the data folder is full.";
    case codes.ioError:
      return "The disk of the data folder reports an error.";
    case codes.readOnly:
      return "The data folder has become read-only.";
    case codes.cantOpen:
      return "The database file cannot be opened any more.";
    case codes.corrupt:
    case codes.notADatabase:
      return "The database file is damaged.";
    case codes.busy:
    case codes.locked:
      return "Another program keeps the database file locked.";
    default:
      return null;
  }
}

/** One numbered step of the schema. Once released it never changes; a correction is a new step. */
export interface Migration {
  number: number;
  name: string;
  /** The statements for each engine, run in one transaction together with the note that they ran. */
  sql: { sqlite: string };
  /** Afterwards, in the same transaction: what statements alone cannot compute. */
  fill?: (rows: MigrationRows) => void;
}

/** The rows of whatever engine it is. */
export interface MigrationRows {
  all(text: string, ...values: (string | number | null)[]): Record<string, unknown>[];
  run(text: string, ...values: (string | number | null)[]): void;
}

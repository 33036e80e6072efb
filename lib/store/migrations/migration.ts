/** One numbered step of the schema. Once released it never changes; a correction is a new step. */
export interface Migration {
  number: number;
  name: string;
  /** The statements for each engine, run in one transaction together with the note that they ran. */
  sql: { sqlite: string };
}

/** A line of JSON that the runner writes to its keeper. */
export type KeeperNote =
  | { what: "process"; pid: number; startTime: number }
  | { what: "folder"; path: string }
  | { what: "drill"; server: string; id: string; token: string };

/** What the keeper says when it has done its work. */
export interface KeptResult {
  processes: number;
  /** Documents that the server removed; null when it could not be asked. */
  removed: number | null;
}

/** What the process of an orchestrator is started with. */
export interface OrchestratorTask {
  server: string;
  token: string;
  node: string;
  service: string;
  resource: string;
  /** The guarded file, on this host. */
  file: string;
  everyMs: number;
  /** It says what it is to the resource; the other one nobody knows, and it wants the lease for itself. */
  known: boolean;
}

export type OrchestratorNews =
  | { what: "wrote"; cycle: number; epoch: number; content: string }
  | { what: "refused" }
  | { what: "granted"; epoch: number };

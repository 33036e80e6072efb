import type { PagingRules } from "#lib/domain/paging/address.ts";
import type { RunnerCommand } from "./drills/drill-runner.ts";

/** What a server is started with. */
export interface ServerOptions {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  dataDir: string;
  /** null: the embedded store in the data folder. */
  databaseUrl: string | null;
  /** How browsers reach the server, when that is not the address that it is bound to. */
  publicUrl: string | null;
  /** Where pages may be sent. */
  paging: PagingRules;
  /** Pages are built as they are asked for, and rebuilt when their sources change. */
  dev: boolean;
  /** false: the API alone. */
  pages: boolean;
  /** What runs a drill that is asked for in the console; absent or null: nothing does. */
  drillRunner?: RunnerCommand | null;
}

export interface RunningServer {
  /** The address that it is bound to. */
  url: string;
  /** One-time link of this start. */
  signInUrl: string;
  /** Graceful, then forceful; resolves when everything is closed. */
  stop(): Promise<void>;
}

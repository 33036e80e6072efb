import type { Logger } from "pino";
import type { Clock } from "#lib/domain/clock.ts";
import type { Store } from "#lib/store/store.ts";
import type { AgentDesk } from "./agents/agent-desk.ts";
import type { Auth } from "./auth/auth.ts";
import type { ConfigDesk } from "./configs/config-desk.ts";
import type { DrillDesk } from "./drills/drill-desk.ts";
import type { DrillRunner } from "./drills/drill-runner.ts";
import type { IncidentDesk } from "./incidents/incident-desk.ts";
import type { SessionJudge } from "./judge/session-judge.ts";
import type { LeaseEngine } from "./leases/lease-engine.ts";
import type { OperationsDesk } from "./operations/operations-desk.ts";
import type { OrderDesk } from "./orders/order-desk.ts";
import type { UnitBook } from "./orders/unit-book.ts";
import type { PagingDesk } from "./paging/paging-desk.ts";
import type { BeatBook } from "./sessions/beat-book.ts";
import type { ChangeHub } from "./stream/change-hub.ts";
import type { View } from "./view/view.ts";

/** What every verb works with; made once in main, passed in, never a module-level variable. */
export interface ServerContext {
  clock: Clock;
  store: Store;
  view: View;
  /** Open streams of browsers. */
  hub: ChangeHub;
  /** Agents as they are connected now. */
  agents: AgentDesk;
  beats: BeatBook;
  leases: LeaseEngine;
  /** Verdicts on sessions as of now. */
  judge: SessionJudge;
  /** What sessions are to do, and who waits for it. */
  orders: OrderDesk;
  /** Everything that can be drained, as it reports itself. */
  units: UnitBook;
  /** Operations that have not ended, and what is due for them. */
  operations: OperationsDesk;
  /** Incidents, of which few are open. */
  incidents: IncidentDesk;
  /** Configurations, and what nodes measure of them. */
  configs: ConfigDesk;
  /** The drill that is on. */
  drills: DrillDesk;
  /** What runs one on this host. */
  drillRunner: DrillRunner;
  auth: Auth;
  /** Targets of pages, and the pages. */
  paging: PagingDesk;
  log: Logger;
  /** Random id with a prefix, such as `ses_…`; 128 bits. */
  newId(prefix: string): string;
  /** Of the product, as in package.json. */
  version: string;
  /** Of the pages that this server serves: those of another build load themselves anew. */
  build: string;
  /** Changes with every start. */
  instance: string;
  /** Wall and monotonic end of the grace period after a restart. */
  grace: { untilMs: number; untilMonoMs: number };
}

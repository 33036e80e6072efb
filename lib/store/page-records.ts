import type { PageDelivery, PageFormat } from "#lib/domain/paging/page.ts";
import type { Severity } from "#lib/domain/states.ts";

/** A request for somebody's attention, with the state of each delivery: the outbox. */
export interface PageRecord {
  id: string;
  operationId: string | null;
  /** Absent in documents of older versions. */
  incidentId?: string | null;
  lockId: string | null;
  resource: string | null;
  severity: Severity;
  title: string;
  text: string;
  /** Path of the deep link on this console. */
  link: string;
  /** Name of the person who asked. */
  askedBy: string;
  createdAt: number;
  acknowledgedAt: number | null;
  acknowledgedBy: string | null;
  resolvedAt: number | null;
  deliveries: PageDelivery[];
}

/** Where pages go. */
export interface PageTargetRecord {
  id: string;
  name: string;
  format: PageFormat;
  url: string;
  /** Routing key or bearer token; never answered by the API. */
  secret: string | null;
  enabled: boolean;
  createdBy: string;
  createdAt: number;
}

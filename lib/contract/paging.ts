import { z } from "zod";
import { pageEvents, pageFormats } from "#lib/domain/paging/page.ts";
import { severities } from "#lib/domain/states.ts";
import { at, listOf, pageQuery, revision, shortName } from "./common.ts";

export const pageDelivery = z.object({
  targetId: z.string(),
  targetName: z.string(),
  what: z.enum(pageEvents),
  state: z.enum(["waiting", "delivered", "failed"]),
  attempts: z.number().int(),
  /** Of the next attempt, while it waits. */
  nextAt: at,
  deliveredAt: at.nullable(),
  lastError: z.string().nullable(),
});
export type PageDeliveryRow = z.infer<typeof pageDelivery>;

/** A request for somebody's attention, and how far it got. */
export const page = z.object({
  id: z.string(),
  operationId: z.string().nullable(),
  /** The incident that it was raised for; an operation's page has none. */
  incidentId: z.string().nullable().optional(),
  lockId: z.string().nullable(),
  resource: z.string().nullable(),
  severity: z.enum(severities),
  title: z.string(),
  text: z.string(),
  /** Path of the deep link on this console. */
  link: z.string(),
  askedBy: z.string(),
  createdAt: at,
  acknowledgedAt: at.nullable(),
  acknowledgedBy: z.string().nullable(),
  resolvedAt: at.nullable(),
  deliveries: z.array(pageDelivery),
  revision,
});
export type Page = z.infer<typeof page>;

/** GET /api/v1/pages, newest first. `awaiting`: nobody came yet; `open`: not over. */
export const pagesQuery = pageQuery.extend({ state: z.enum(["awaiting", "open", "all"]).default("open") });
export const pageList = listOf(page);
export type PageList = z.infer<typeof pageList>;

/** Where pages go, as it is shown: the secret never, of the address what identifies the receiver. */
export const pageTarget = z.object({
  id: z.string(),
  name: z.string(),
  format: z.enum(pageFormats),
  url: z.string(),
  hasSecret: z.boolean(),
  enabled: z.boolean(),
  createdBy: z.string(),
  createdAt: at,
});
export type PageTarget = z.infer<typeof pageTarget>;
export const pageTargetList = listOf(pageTarget);
export type PageTargetList = z.infer<typeof pageTargetList>;

const address = z.url({ protocol: /^https?$/, error: "must be an http or https address" }).max(2_000);
const secret = z
  .string()
  .regex(/^[\x21-\x7e]{1,500}$/, "visible ASCII without spaces, 500 characters at most")
  .nullable();

/** POST /api/v1/page-targets (admin) */
export const createPageTarget = z
  .strictObject({
    name: shortName,
    format: z.enum(pageFormats),
    url: address,
    secret: secret.default(null),
    enabled: z.boolean().default(true),
  })
  .refine((target) => target.format !== "pagerduty" || target.secret !== null, {
    path: ["secret"],
    message: "PagerDuty needs the integration's routing key",
  });
/** PATCH /api/v1/page-targets/{id} (admin). What is absent stays; `secret: null` takes it away. */
export const changePageTarget = z.strictObject({
  name: shortName.optional(),
  url: address.optional(),
  secret: secret.optional(),
  enabled: z.boolean().optional(),
});

/** POST /api/v1/page-targets/{id}/test : one attempt, made now. */
export const testPage = z.strictObject({});
export const testedPage = z.object({
  delivered: z.boolean(),
  /** One sentence: what the receiver answered, or why nothing was sent. */
  text: z.string(),
  tookMs: z.number().int(),
});
export type TestedPage = z.infer<typeof testedPage>;

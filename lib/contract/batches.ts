import { z } from "zod";
import { limits } from "#lib/domain/limits.ts";
import { agentHello, helloAnswer } from "./agent.ts";
import { at, problem, shortName } from "./common.ts";
import { ordersAnswer, ordersQuery, ordersReport } from "./orders.ts";
import { openSession, sessionOpened } from "./sessions.ts";

/**
 * For a gateway that speaks for many devices: many requests in one, each with the rights, the checks and the outcome that
 * it would have by itself. Who names a node that it may not write gets nothing of the batch done.
 */
const many = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(limits.gatewayBatchMax);
/** One answer for each, in the order of the request. */
const either = <T extends z.ZodType>(item: T) => z.array(z.union([item, z.object({ problem })]));
const sessionId = z.string().min(1).max(64);

/** POST /api/v1/hellos : POST /api/v1/agents/{node}/hello of many nodes. */
export const helloBatch = z.strictObject({ hellos: many(agentHello.extend({ node: shortName })) });
export type HelloBatch = z.infer<typeof helloBatch>;
export const helloBatchAnswer = z.object({ answers: either(helloAnswer), serverAt: at });
export type HelloBatchAnswer = z.infer<typeof helloBatchAnswer>;

/** POST /api/v1/openings : POST /api/v1/sessions of many. */
export const openBatch = z.strictObject({ sessions: many(openSession) });
export const openBatchAnswer = z.object({ answers: either(sessionOpened), serverAt: at });
export type OpenBatchAnswer = z.infer<typeof openBatchAnswer>;

/**
 * POST /api/v1/orders/poll : GET /api/v1/sessions/{id}/orders of many. Lists that are not `known` are answered at once, at
 * most `limits.gatewayBatchMax` of them. When all are known it waits, and says which have changed: these are asked for
 * again, because durations count from before the question, and this one was long ago.
 */
export const pollBatch = z.strictObject({
  sessions: many(z.object({ sessionId, known: z.string().max(64).optional() })),
  waitMs: ordersQuery.shape.waitMs,
});
export const pollAnswer = z.object({
  lists: z.array(ordersAnswer.omit({ serverAt: true }).extend({ sessionId })),
  changed: z.array(sessionId),
  /** Sessions that ended, never were, or are somebody else's. */
  gone: z.array(sessionId),
  serverAt: at,
});
export type PollAnswer = z.infer<typeof pollAnswer>;

/** POST /api/v1/orders/reports : POST /api/v1/sessions/{id}/orders of many; those without an answer of their own are taken in. */
export const reportBatch = z.strictObject({ reports: many(ordersReport.extend({ sessionId })) });
export type ReportBatch = z.infer<typeof reportBatch>;
export const reportBatchAnswer = z.object({
  refused: z.array(z.object({ sessionId, problem })),
  serverAt: at,
});
export type ReportBatchAnswer = z.infer<typeof reportBatchAnswer>;

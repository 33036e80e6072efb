import { auditExportQuery, auditList, auditQuery, auditVerified } from "#lib/contract/audit.ts";
import { problem } from "#lib/contract/common.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { exportAudit } from "./export-audit.ts";
import { listAudit } from "./list-audit.ts";
import { AuditVerifier } from "./verify-audit.ts";

/** Who did what, why, on what evidence, and what was refused. There is no route that changes it. */
export function auditRoutes(): RouteSpec[] {
  const verifier = new AuditVerifier();
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/audit",
      summary: "The audit, newest first",
      action: "audit.read",
      query: auditQuery,
      answers: { 200: auditList, 401: problem, 422: problem },
      handle: async (context, { query }) => ({ status: 200, body: await listAudit(context, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/audit/export",
      summary: "The audit as JSON lines or CSV, oldest first",
      action: "audit.read",
      query: auditExportQuery,
      answers: { 200: "text/csv", 401: problem, 422: problem },
      handle: async (context, { query }) => exportAudit(context, query),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/audit/verify",
      summary: "Walk the hash chain of the whole audit",
      action: "audit.read",
      answers: { 200: auditVerified, 401: problem },
      handle: async ({ store, clock }) => ({ status: 200, body: await verifier.verify(store, clock) }),
    }),
  ];
}

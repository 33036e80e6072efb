import { meRoutes } from "./accounts/me-routes.ts";
import { accountRoutes } from "./accounts/routes.ts";
import { agentRoutes } from "./agents/routes.ts";
import { auditRoutes } from "./audit/routes.ts";
import { authRoutes } from "./auth/routes.ts";
import { configRoutes } from "./configs/routes.ts";
import { displayRoutes } from "./displays/routes.ts";
import { drillRoutes } from "./drills/routes.ts";
import { healthRoutes } from "./health.ts";
import { openapiRoute } from "./http/openapi-route.ts";
import type { RouteSpec } from "./http/route.ts";
import { recordRoutes } from "./incidents/record-routes.ts";
import { incidentRoutes } from "./incidents/routes.ts";
import { incidentVerbRoutes } from "./incidents/verb-routes.ts";
import { leaseRoutes } from "./leases/routes.ts";
import { listRoutes } from "./lists/routes.ts";
import type { Metrics } from "./metrics.ts";
import { operationRoutes } from "./operations/routes.ts";
import { batchRoutes } from "./orders/batch-routes.ts";
import { orderRoutes } from "./orders/routes.ts";
import { pagingRoutes } from "./paging/routes.ts";
import { policyRoutes } from "./policies/routes.ts";
import { sessionRoutes } from "./sessions/routes.ts";
import { streamRoutes } from "./stream/routes.ts";
import { tokenRoutes } from "./tokens/routes.ts";
import { viewRoutes } from "./views/routes.ts";

/** Every route of the server: the app, the contract document and the table of rights come from this list. */
export function allRoutes(metrics: () => Metrics): RouteSpec[] {
  const routes: RouteSpec[] = [
    ...healthRoutes(metrics),
    ...authRoutes,
    ...meRoutes,
    ...accountRoutes,
    ...tokenRoutes,
    ...displayRoutes,
    ...listRoutes,
    ...auditRoutes(),
    ...pagingRoutes,
    ...policyRoutes,
    ...viewRoutes,
    ...streamRoutes,
    ...sessionRoutes,
    ...orderRoutes,
    ...batchRoutes,
    ...operationRoutes,
    ...incidentRoutes,
    ...incidentVerbRoutes,
    ...recordRoutes,
    ...configRoutes,
    ...drillRoutes,
    ...leaseRoutes,
    ...agentRoutes,
    openapiRoute(() => routes),
  ];
  return routes;
}

/** One way to call a route, and what each asker gets: `ok` is anything but 401 and 403. */
export interface RightsRow {
  /** Path with real values; `OWN` is a session of the agent of node-7, `OPS` one of the operator token. */
  path?: string;
  body?: unknown;
  /** In the order of `askers`. */
  gets: string;
}

/**
 * `own` and `other` are tokens of agents: of node-7, which the requests below write, and of node-9. `display` is that of a
 * screen on a wall: it reads.
 */
export const askers = [
  "nobody",
  "viewer",
  "operator",
  "approver",
  "admin",
  "own",
  "other",
  "display",
] as const;

//              nobody viewer operator approver admin own other display
const everybody = "ok  ok     ok       ok       ok    ok  ok   ok";
const signedIn = "401  ok     ok       ok       ok    ok  ok   ok";
const admins = "  401  403    403      403      ok    403 403 403";
const people = "  401  403    403      403      403   403 403 403";
// Whoever has a role, of any kind: an agent has none.
const readers = " 401  ok     ok       ok       ok    403 403 403";
const itsAgent = "401  403    403      403      ok    ok  403 403";
const writers = " 401  403    ok       ok       ok    403 403 403";
const openers = " 401  403    ok       ok       ok    ok  403 403";
const ofAgent = " 401  403    403      403      ok    ok  403 403";
const ofOperator = "401 403   ok       403      ok    403 403 403";

const planners = "401  403    ok       ok       ok    403 403 403";
const seconds = " 401  403    403      ok       ok    403 403 403";
const clear = { spec: { kind: "clear", source: "native", key: "no-such-lock" }, dryRun: true };
const operation = (verb: string) => `/api/v1/operations/op_x/${verb}`;

const incident = (verb: string) => `/api/v1/incidents/inc_x/${verb}`;
const words = { text: "who may" };

const hello = {
  instanceId: "instance-of-rights",
  agentVersion: "0.1.0",
  bootId: "11111111-2222-3333-4444-555555555555",
  kernel: "Linux",
  process: {
    node: "node-7",
    bootId: "11111111-2222-3333-4444-555555555555",
    pidNs: "1",
    pid: 10,
    startTime: 100,
    instanceId: "instance-of-rights",
  },
};
const newSession = { node: "node-7", service: "rights", instanceId: "instance-of-rights-2" };
const newAccount = { name: "X", email: "ada@example.org", password: "long enough for one", role: "viewer" };
const receiver = { name: "on-call", format: "json", url: "https://pages.example.org/hook" };
const policy = {
  confirmRole: "operator",
  acknowledgeRole: "approver",
  twoPeople: true,
  reason: true,
  typedName: true,
  ackWindowMs: 90_000,
  targetsMax: 1,
  holdMaxMs: 0,
};
const token = { name: "rights", scope: "viewer" };

/**
 * Who may call what, written out by hand: it must not be computed by the rule that it tests. A route without a row
 * fails the test, and so does a row without a route.
 */
export const rightsTable: Record<string, RightsRow[]> = {
  "get /healthz": [{ gets: everybody }],
  "get /readyz": [{ gets: everybody }],
  "get /metrics": [{ gets: everybody }],
  "get /api/v1/openapi.json": [{ gets: everybody }],
  "get /api/v1/status": [{ gets: everybody }],

  // A wrong password is 401 for everybody; that it can be tried at all is shown by the sign-in tests.
  "post /api/v1/sign-in": [
    { body: { email: "nobody@example.org", password: "x" }, gets: "401 401 401 401 401 401 401 401" },
  ],
  "post /api/v1/sign-out": [{ gets: everybody }],
  "get /api/v1/sign-in/once": [{ path: "/api/v1/sign-in/once?token=x", gets: everybody }],
  "post /api/v1/sign-in/once": [{ body: { token: "x".repeat(43) }, gets: everybody }],

  "get /api/v1/me": [{ gets: signedIn }],
  "post /api/v1/me/password": [{ body: { current: "x", next: "long enough for one" }, gets: people }],
  "get /api/v1/me/sessions": [{ gets: people }],
  "delete /api/v1/me/sessions/{id}": [{ path: "/api/v1/me/sessions/x", gets: people }],

  "get /api/v1/accounts": [{ gets: admins }],
  "post /api/v1/accounts": [{ body: newAccount, gets: admins }],
  "patch /api/v1/accounts/{id}": [{ path: "/api/v1/accounts/x", body: { role: "admin" }, gets: admins }],
  "delete /api/v1/accounts/{id}": [{ path: "/api/v1/accounts/x", gets: admins }],
  "get /api/v1/accounts/{id}/sessions": [{ path: "/api/v1/accounts/x/sessions", gets: admins }],
  "delete /api/v1/accounts/{id}/sessions": [{ path: "/api/v1/accounts/x/sessions", gets: admins }],
  "get /api/v1/tokens": [{ gets: admins }],
  "post /api/v1/tokens": [{ body: token, gets: admins }],
  "delete /api/v1/tokens/{id}": [{ path: "/api/v1/tokens/x", gets: admins }],

  // A secret that is no display's is 401 for everybody; that of one is shown by the tests of displays.
  "post /api/v1/displays/enter": [
    { body: { secret: "x".repeat(43) }, gets: "401 401 401 401 401 401 401 401" },
  ],
  "post /api/v1/displays/leave": [{ gets: everybody }],
  "get /api/v1/displays/mine": [{ gets: everybody }],

  "get /api/v1/locks": [{ gets: signedIn }],
  "get /api/v1/locks/{source}/{key...}": [{ path: "/api/v1/locks/kernel/x", gets: signedIn }],
  "get /api/v1/owners": [{ gets: signedIn }],
  "get /api/v1/owners/{id}": [{ path: "/api/v1/owners/x", gets: signedIn }],
  "get /api/v1/owners/{id}/beats": [{ path: "/api/v1/owners/x/beats", gets: signedIn }],
  "get /api/v1/beats/recent": [{ path: "/api/v1/beats/recent?owners=x", gets: signedIn }],
  "get /api/v1/nodes": [{ gets: signedIn }],
  "get /api/v1/nodes/{name}": [{ path: "/api/v1/nodes/x", gets: signedIn }],
  "get /api/v1/events": [{ gets: signedIn }],
  "get /api/v1/audit": [{ gets: readers }],
  "get /api/v1/audit/export": [{ gets: readers }],
  "get /api/v1/audit/verify": [{ gets: readers }],
  "get /api/v1/policies": [{ gets: signedIn }],
  "put /api/v1/policies/{id}": [{ path: "/api/v1/policies/x", body: policy, gets: admins }],
  "delete /api/v1/policies/{id}": [{ path: "/api/v1/policies/x", gets: admins }],
  "get /api/v1/views": [{ gets: signedIn }],
  "get /api/v1/views/{id}": [{ path: "/api/v1/views/x", gets: signedIn }],
  "post /api/v1/views": [{ body: { list: "locks", name: "rights", query: "" }, gets: readers }],
  "patch /api/v1/views/{id}": [{ path: "/api/v1/views/x", body: { name: "rights" }, gets: readers }],
  "delete /api/v1/views/{id}": [{ path: "/api/v1/views/x", gets: readers }],
  "get /api/v1/pages": [{ gets: signedIn }],
  "get /api/v1/pages/{id}": [{ path: "/api/v1/pages/x", gets: signedIn }],
  "get /api/v1/page-targets": [{ gets: admins }],
  "post /api/v1/page-targets": [{ body: receiver, gets: admins }],
  "patch /api/v1/page-targets/{id}": [
    { path: "/api/v1/page-targets/x", body: { enabled: false }, gets: admins },
  ],
  "delete /api/v1/page-targets/{id}": [{ path: "/api/v1/page-targets/x", gets: admins }],
  "post /api/v1/page-targets/{id}/test": [{ path: "/api/v1/page-targets/x/test", body: {}, gets: admins }],
  "get /api/v1/overview": [{ path: "/api/v1/overview?minutes=60", gets: signedIn }],
  "get /api/v1/stream": [{ path: "/api/v1/stream?topics=locks", gets: signedIn }],

  "post /api/v1/agents/{node}/hello": [{ path: "/api/v1/agents/node-7/hello", body: hello, gets: itsAgent }],
  "post /api/v1/agents/{node}/report": [
    {
      path: "/api/v1/agents/node-7/report",
      body: { sessionId: "OWN", seq: 0, full: true, locks: [], scanned: true },
      gets: itsAgent,
    },
  ],
  "get /api/v1/agents/{node}/commands": [{ path: "/api/v1/agents/node-7/commands", gets: itsAgent }],

  "post /api/v1/sessions": [{ body: newSession, gets: openers }],
  "post /api/v1/sessions/{id}/processes": [
    { path: "/api/v1/sessions/OWN/processes", body: { processes: [] }, gets: ofAgent },
    { path: "/api/v1/sessions/OPS/processes", body: { processes: [] }, gets: ofOperator },
  ],
  "post /api/v1/sessions/{id}/beat": [
    { path: "/api/v1/sessions/OWN/beat", body: { counter: 1 }, gets: ofAgent },
    { path: "/api/v1/sessions/OPS/beat", body: { counter: 1 }, gets: ofOperator },
  ],
  "get /api/v1/sessions/{id}/orders": [
    { path: "/api/v1/sessions/OWN/orders", gets: ofAgent },
    { path: "/api/v1/sessions/OPS/orders", gets: ofOperator },
  ],
  "post /api/v1/sessions/{id}/orders": [
    { path: "/api/v1/sessions/OWN/orders", body: { units: [] }, gets: ofAgent },
    { path: "/api/v1/sessions/OPS/orders", body: { units: [] }, gets: ofOperator },
  ],
  "get /api/v1/operations": [{ gets: signedIn }],
  "get /api/v1/operations/{id}": [{ path: "/api/v1/operations/op_x", gets: signedIn }],
  "post /api/v1/operations": [{ body: clear, gets: planners }],
  "post /api/v1/operations/{id}/confirm": [{ path: operation("confirm"), body: {}, gets: planners }],
  "post /api/v1/operations/{id}/acknowledge": [{ path: operation("acknowledge"), body: {}, gets: seconds }],
  "post /api/v1/operations/{id}/ask": [{ path: operation("ask"), body: {}, gets: planners }],
  "post /api/v1/operations/{id}/abort": [{ path: operation("abort"), body: {}, gets: planners }],
  "post /api/v1/operations/{id}/promote": [{ path: operation("promote"), body: {}, gets: planners }],
  "post /api/v1/operations/{id}/rollback": [{ path: operation("rollback"), body: {}, gets: planners }],
  "get /api/v1/incidents": [{ gets: signedIn }],
  "post /api/v1/incidents": [{ body: { title: "Who may", resource: "r" }, gets: writers }],
  "get /api/v1/incidents/{id}": [{ path: "/api/v1/incidents/inc_x", gets: signedIn }],
  "get /api/v1/incidents/{id}/timeline": [{ path: incident("timeline"), gets: signedIn }],
  "get /api/v1/incidents/{id}/picture": [{ path: incident("picture"), gets: signedIn }],
  "get /api/v1/incidents/{id}/report": [{ path: incident("report"), gets: signedIn }],
  "get /api/v1/incidents/{id}/report.md": [{ path: incident("report.md"), gets: signedIn }],
  "post /api/v1/incidents/{id}/acknowledge": [{ path: incident("acknowledge"), body: {}, gets: writers }],
  "post /api/v1/incidents/{id}/roles": [
    { path: incident("roles"), body: { role: "scribe", userId: null }, gets: writers },
  ],
  "post /api/v1/incidents/{id}/notes": [{ path: incident("notes"), body: words, gets: writers }],
  "post /api/v1/incidents/{id}/follow-ups": [{ path: incident("follow-ups"), body: words, gets: writers }],
  "patch /api/v1/incidents/{id}/follow-ups/{number}": [
    { path: incident("follow-ups/1"), body: { done: true }, gets: writers },
  ],
  "post /api/v1/incidents/{id}/severity": [
    { path: incident("severity"), body: { severity: "info", reason: "who may" }, gets: writers },
  ],
  "post /api/v1/incidents/{id}/merge": [
    { path: incident("merge"), body: { into: "inc_y", reason: "who may" }, gets: writers },
  ],
  "post /api/v1/incidents/{id}/resolve": [{ path: incident("resolve"), body: words, gets: writers }],
  "post /api/v1/incidents/{id}/reopen": [{ path: incident("reopen"), body: words, gets: writers }],
  "get /api/v1/people": [{ gets: writers }],
  "get /api/v1/units": [{ gets: signedIn }],

  "get /api/v1/configs": [{ gets: signedIn }],
  "get /api/v1/configs/{name}": [{ path: "/api/v1/configs/x", gets: signedIn }],
  "get /api/v1/configs/{name}/versions/{version}/content": [
    { path: "/api/v1/configs/x/versions/1/content", gets: signedIn },
  ],
  "get /api/v1/configs/{name}/telemetry": [{ path: "/api/v1/configs/x/telemetry", gets: signedIn }],
  "post /api/v1/configs/{name}/versions": [
    {
      path: "/api/v1/configs/x/versions",
      body: { content: "a = 1\n", reason: "who may upload a version" },
      gets: writers,
    },
  ],
  "post /api/v1/configs/{name}/import": [
    {
      path: "/api/v1/configs/x/import",
      body: { node: "node-7", reason: "who may import a version" },
      gets: writers,
    },
  ],
  // A body that is no drill: it would be the only one, and the rows after it would run beside it.
  "post /api/v1/drills": [{ body: {}, gets: admins }],
  "get /api/v1/drills/current": [{ gets: signedIn }],
  "post /api/v1/drills/{id}/beat": [
    { path: "/api/v1/drills/x/beat", body: {}, gets: "401 403 403 403 403 403 403 403" },
  ],
  "post /api/v1/drills/{id}/next": [{ path: "/api/v1/drills/x/next", body: { act: "hot" }, gets: planners }],
  // What is not there is nobody's: the drill's own tests say who may end one.
  "delete /api/v1/drills/{id}": [{ path: "/api/v1/drills/x", gets: signedIn }],
  // Sessions of others are named in the answer as unknown; the rest of the batch counts.
  "post /api/v1/hellos": [{ body: { hellos: [{ node: "node-7", ...hello }] }, gets: itsAgent }],
  "post /api/v1/openings": [{ body: { sessions: [newSession] }, gets: openers }],
  "post /api/v1/orders/poll": [
    { body: { sessions: [{ sessionId: "OWN" }] }, gets: "401 403 ok ok ok ok ok 403" },
  ],
  "post /api/v1/orders/reports": [
    { body: { reports: [{ sessionId: "OWN" }] }, gets: "401 403 ok ok ok ok ok 403" },
  ],
  "post /api/v1/beats": [
    { body: { beats: [{ sessionId: "OWN", counter: 1 }] }, gets: "401 403 ok ok ok ok ok 403" },
  ],
  "delete /api/v1/sessions/{id}": [
    // The ones who may close it would end it for the rows after: an unknown session shows the role alone.
    { path: "/api/v1/sessions/x", gets: "401 403 ok ok ok ok ok 403" },
  ],

  "post /api/v1/leases/{resource}/acquire": [
    { path: "/api/v1/leases/r1/acquire", body: { sessionId: "OWN" }, gets: ofAgent },
    { path: "/api/v1/leases/r2/acquire", body: { sessionId: "OPS" }, gets: ofOperator },
  ],
  "post /api/v1/leases/{resource}/renew": [
    { path: "/api/v1/leases/r2/renew", body: { sessionId: "OPS", epoch: 1 }, gets: ofOperator },
  ],
  "post /api/v1/leases/{resource}/release": [
    { path: "/api/v1/leases/r1/release", body: { sessionId: "OWN", epoch: 99 }, gets: ofAgent },
  ],
  "post /api/v1/leases/{resource}/check": [
    { path: "/api/v1/leases/r2/check", body: { epoch: 1 }, gets: signedIn },
  ],
  "get /api/v1/leases/{resource}/queue": [{ path: "/api/v1/leases/r2/queue?sessionId=OPS", gets: signedIn }],
};

import { z } from "zod";
import { problem } from "#lib/contract/common.ts";
import * as contract from "#lib/contract/incidents.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { keyOf } from "#lib/server/http/idempotency-key.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { acknowledgeIncident } from "./acknowledge-incident.ts";
import { addFollowUp, addNote, changeFollowUp } from "./add-words.ts";
import { changeRole } from "./change-role.ts";
import { reopenIncident, resolveIncident } from "./end-incident.ts";
import { mergeByHand } from "./merge-incidents.ts";
import { setSeverity } from "./set-severity.ts";
import type { VerbInput } from "./verb.ts";

const params = z.object({ id: z.string().min(1).max(64) });
const refused = { 401: problem, 403: problem, 404: problem, 409: problem, 422: problem, 503: problem };

interface VerbRoute<B extends z.ZodType> {
  summary: string;
  body: B;
  work: (
    context: ServerContext,
    input: VerbInput,
    body: z.output<B>,
  ) => Promise<z.input<typeof contract.incidentDetail>>;
}

/** A verb of one incident, which answers with the incident as it is afterwards. */
function verb<B extends z.ZodType>(name: string, { summary, body, work }: VerbRoute<B>): RouteSpec {
  return defineRoute({
    method: "post",
    path: `/api/v1/incidents/{id}/${name}`,
    summary,
    action: "incident.write",
    names: "inside",
    params,
    body,
    answers: { 200: contract.incidentDetail, ...refused },
    handle: async (context, { actor, params: { id }, body: said, request }) => ({
      status: 200,
      body: await work(context, inputOf(actor, id, request), said as z.output<B>),
    }),
  });
}

export const incidentVerbRoutes: RouteSpec[] = [
  verb("acknowledge", {
    summary: "Somebody is on it; whoever was paged is told so",
    body: contract.acknowledgeIncident,
    work: (context, input, { note }) => acknowledgeIncident(context, input, note),
  }),
  verb("roles", {
    summary: "Take a role, give it to another person, or give it up",
    body: contract.incidentRoleChange,
    work: changeRole,
  }),
  verb("notes", {
    summary: "Note something on the incident's timeline",
    body: contract.incidentWords,
    work: (context, input, { text }) => addNote(context, input, text),
  }),
  verb("follow-ups", {
    summary: "Write down what is to be done about it later",
    body: contract.incidentWords,
    work: (context, input, { text }) => addFollowUp(context, input, text),
  }),
  verb("severity", {
    summary: "Choose how grave it is; the rules leave it so",
    body: contract.incidentSeverity,
    work: setSeverity,
  }),
  verb("merge", {
    summary: "Make it part of another incident",
    body: contract.mergeIncident,
    work: mergeByHand,
  }),
  verb("resolve", {
    summary: "Say that it is over, and how it ended",
    body: contract.incidentWords,
    work: (context, input, { text }) => resolveIncident(context, input, text),
  }),
  verb("reopen", {
    summary: "Say that it was not over",
    body: contract.incidentWords,
    work: (context, input, { text }) => reopenIncident(context, input, text),
  }),
  defineRoute({
    method: "patch",
    path: "/api/v1/incidents/{id}/follow-ups/{number}",
    summary: "Say that a follow-up is done, or is not after all",
    action: "incident.write",
    names: "inside",
    params: params.extend({ number: z.coerce.number().int().min(1).max(1_000_000) }),
    body: contract.followUpChange,
    answers: { 200: contract.incidentDetail, ...refused },
    handle: async (context, { actor, params: { id, number }, body, request }) => ({
      status: 200,
      body: await changeFollowUp(context, inputOf(actor, id, request), number, body.done),
    }),
  }),
];

function inputOf(actor: Actor, id: string, request: Request): VerbInput {
  return { actor, id, key: keyOf(request) };
}

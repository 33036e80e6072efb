import { z } from "zod";
import { incidentStates } from "#lib/domain/incidents/incident.ts";
import { certainties, sectionIds } from "#lib/domain/incidents/report/report.ts";
import { severities } from "#lib/domain/states.ts";
import { at } from "./common.ts";

const sources = z.array(z.string()).min(1);
const statement = z.object({
  at: at.nullable(),
  certainty: z.enum(certainties).nullable(),
  text: z.string(),
  sources,
});
const block = z.discriminatedUnion("type", [
  z.object({ type: z.literal("statements"), items: z.array(statement) }),
  z.object({
    type: z.literal("table"),
    columns: z.array(z.object({ title: z.string(), number: z.boolean() })),
    rows: z.array(z.object({ cells: z.array(z.string()), sources })),
  }),
]);

/** GET …/report : drawn as it is, section by section; GET …/report.md is the same in Markdown. */
export const incidentReport = z.object({
  incidentId: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  state: z.enum(incidentStates),
  drill: z.boolean(),
  certainty: z.enum(certainties),
  madeAt: at,
  from: at,
  to: at,
  sections: z.array(z.object({ id: z.enum(sectionIds), title: z.string(), blocks: z.array(block) })),
  /** Of a source that has a page of its own, the path of that page. */
  links: z.record(z.string(), z.string()),
});
export type IncidentReport = z.infer<typeof incidentReport>;

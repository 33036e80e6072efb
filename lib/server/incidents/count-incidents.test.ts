import { expect, test } from "vitest";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import { countIncidents } from "./count-incidents.ts";
import { incidentRow } from "./incident-row.ts";
import { blankIncident } from "./new-incident.ts";

const row = (change: Partial<IncidentRecord>) => incidentRow({ ...blankIncident("inc", 5), ...change }, 1);

test("what is real counts, as grave as what is still wrong; a drill counts apart", () => {
  expect(countIncidents([])).toEqual({ open: 0, worst: null, drill: 0 });
  const rows = [
    row({ severity: "warning" }),
    row({ severity: "critical", state: "mitigated" }),
    row({ severity: "critical", state: "resolved" }),
    row({ severity: "critical", resources: ["drill:x.conf"] }),
  ];
  expect(countIncidents(rows)).toEqual({ open: 2, worst: "warning", drill: 1 });
});

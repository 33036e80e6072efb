import { minuteOf } from "#lib/domain/beats.ts";
import type { IncidentSample } from "#lib/domain/incidents/incident.ts";
import type { Store } from "#lib/store/store.ts";

const minuteMs = 60_000;
/** From so many minutes on it is quicker to walk through all that are kept. */
const singlyMax = 3_000;
const atOnce = 200;

/** What was noted of the fleet while an incident was open, ascending. */
export async function samplesOf(
  store: Pick<Store, "get" | "all">,
  incidentId: string,
  range: { from: number; to: number },
): Promise<IncidentSample[]> {
  const first = minuteOf(range.from);
  const count = Math.floor((minuteOf(range.to) - first) / minuteMs) + 1;
  const samples: IncidentSample[] = [];
  if (count > singlyMax) {
    for await (const { value } of store.all("incident-minute")) {
      if (value.incidentId === incidentId) samples.push(...value.samples);
    }
  } else {
    for (let at = 0; at < count; at += atOnce) {
      const ids = Array.from({ length: Math.min(atOnce, count - at) }, (_, i) => first + (at + i) * minuteMs);
      const minutes = await Promise.all(
        ids.map((minute) => store.get("incident-minute", `${incidentId}@${minute}`)),
      );
      for (const minute of minutes) if (minute !== null) samples.push(...minute.value.samples);
    }
  }
  return samples.filter(({ at }) => at >= range.from && at <= range.to).sort((a, b) => a.at - b.at);
}

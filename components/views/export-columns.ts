import { configSummary } from "#components/configs/config-words.ts";
import { severityLook, stateOf } from "#components/incidents/incident-words.ts";
import { ownerName } from "#components/locks/lock-cells.tsx";
import { kindWords, operationState, personWords } from "#components/operations/operation-words.ts";
import { ownerState, ownerTitle } from "#components/owners/owner-words.ts";
import { stateLooks } from "#components/ui/state.ts";
import { fleetStateOf } from "#lib/domain/fleet-state.ts";
import { type ExportColumn, isoTime } from "#lib/domain/views/export.ts";
import type { ExportRows } from "./export-source.ts";

function columns<R>(...list: [id: string, label: string, of: ExportColumn<R>["of"]][]): ExportColumn<R>[] {
  return list.map(([id, label, of]) => ({ id, label, of }));
}

/** What each column of a list is in an export. A picture, such as the heartbeat, is not in it. */
export const exportColumns: { [K in keyof ExportRows]: readonly ExportColumn<ExportRows[K]>[] } = {
  locks: columns(
    ["state", "State", (row) => row.state],
    ["resource", "Resource", (row) => row.resource],
    ["source", "Source", (row) => row.source],
    [
      "owner",
      "Owner",
      (row) => (row.holder === null ? null : `${ownerName(row.holder)} on ${row.holder.node}`),
    ],
    ["verdict", "Verdict", (row) => row.verdict],
    ["held", "Held since", (row) => isoTime(row.heldSince)],
    ["beat", "Last beat", (row) => isoTime(row.lastBeatAt)],
    ["waiters", "Waiting", (row) => row.waiters],
    ["refused", "Refused", (row) => row.refusals],
    ["epoch", "Epoch", (row) => row.epoch],
  ),
  owners: columns(
    ["verdict", "Verdict", (row) => stateLooks[ownerState(row)].word],
    ["name", "Owner", (row) => ownerTitle(row)],
    ["node", "Node", (row) => row.node],
    ["pid", "PID", (row) => row.pid],
    ["kind", "Known by", (row) => row.kind],
    ["beat", "Last beat", (row) => isoTime(row.lastBeatAt)],
    ["locks", "Locks", (row) => row.locks],
    ["opened", "Seen since", (row) => isoTime(row.openedAt)],
  ),
  fleet: columns(
    ["state", "State", (row) => stateLooks[fleetStateOf(row)].word],
    ["name", "Node", (row) => row.name],
    ["kind", "Kind", (row) => row.kind],
    ["group", "Group", (row) => row.group],
    ["locks", "Locks", (row) => row.locks],
    ["hot", "Hot", (row) => row.hot],
    ["stale", "Stale", (row) => row.stale],
    ["beat", "Last beat", (row) => isoTime(row.lastBeatAt)],
    ["limits", "Cannot read", (row) => row.limitations.map(({ text }) => text).join("; ")],
  ),
  operations: columns(
    ["state", "State", (row) => stateLooks[operationState(row)].word],
    ["kind", "Kind", (row) => kindWords[row.kind]],
    ["title", "Operation", (row) => row.title.replaceAll("`", "")],
    ["sentence", "How it stands", (row) => row.sentence.replaceAll("`", "")],
    ["due", "Next by itself", (row) => (row.due === null ? null : `${isoTime(row.due.at)} ${row.due.what}`)],
    ["by", "Asked by", (row) => personWords(row.createdBy)],
    ["at", "When", (row) => isoTime(row.confirmedAt ?? row.createdAt)],
    ["id", "Id", (row) => row.id],
  ),
  incidents: columns(
    ["state", "State", (row) => stateLooks[stateOf[row.state]].word],
    ["severity", "Severity", (row) => stateLooks[severityLook({ ...row, state: "open" })].word],
    ["title", "Incident", (row) => row.title.replaceAll("`", "")],
    ["affected", "Affected", (row) => row.affected],
    ["peak", "At most", (row) => row.affectedPeak],
    ["refusals", "Refusals", (row) => row.refusals],
    ["commander", "Commander", (row) => (row.commander === null ? null : personWords(row.commander))],
    [
      "acknowledged",
      "Acknowledged by",
      (row) => (row.acknowledged === null ? null : personWords(row.acknowledged.by)),
    ],
    ["since", "Since", (row) => isoTime(row.openedAt)],
  ),
  configs: columns(
    ["name", "Configuration", (row) => row.name],
    ["state", "State", (row) => configSummary(row).label],
    ["promoted", "Promoted version", (row) => row.promoted],
    ["nodes", "Nodes", (row) => row.nodes],
    ["drifted", "Not as promoted", (row) => row.drifted],
    ["changed", "Changed", (row) => isoTime(row.changedAt)],
  ),
};

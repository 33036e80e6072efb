import Link from "next/link";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { KeyValues } from "#components/ui/key-values.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { lockIdHref, operationHref } from "#lib/client/paths.ts";
import type { AuditRow } from "#lib/contract/audit.ts";
import { lockOf } from "./audit-words.ts";

/** All that a row says: why, on what evidence, and its place in the chain. */
export function AuditRowDetail({ row, id }: { row: AuditRow; id: string }) {
  const lock = lockOf(row);
  const items = [
    { label: "When", value: <TimeAgo atMs={row.at} /> },
    { label: "Who", value: <SafeText text={row.actor} maxLength={300} /> },
    {
      label: "Target",
      value:
        lock === null ? (
          <SafeText text={row.target} maxLength={2_000} mono className="break-all" />
        ) : (
          <Link href={lockIdHref(lock)} className="break-all underline underline-offset-2">
            <SafeText text={lock} maxLength={2_000} mono />
          </Link>
        ),
    },
    ...(row.operationId === null
      ? []
      : [
          {
            label: "Operation",
            value: (
              <Link href={operationHref(row.operationId)} className="font-mono underline underline-offset-2">
                {row.operationId}
              </Link>
            ),
          },
        ]),
    ...(row.reason === null
      ? []
      : [{ label: "Reason", value: <SafeText text={row.reason} maxLength={2_000} /> }]),
    ...(row.detail === ""
      ? []
      : [{ label: "Detail", value: <SafeText text={row.detail} maxLength={2_000} /> }]),
    { label: "Hash", value: <Hash value={row.hash} /> },
    { label: "Follows", value: <Hash value={row.prevHash} /> },
  ];
  return (
    <div id={id} className="flex flex-col gap-3 border-l-2 border-strong py-2 pl-3 whitespace-normal">
      <KeyValues items={items} className="[&_dd]:break-words" />
      {row.evidence.length > 0 && (
        <div className="flex flex-col gap-1">
          <h3 className="text-xs font-medium text-tertiary">Decided on</h3>
          <KeyValues
            items={row.evidence.map(({ label, text }, index) => ({
              id: String(index),
              label: <SafeText text={label} maxLength={100} />,
              value: <SafeText text={text} maxLength={2_000} />,
            }))}
          />
        </div>
      )}
    </div>
  );
}

function Hash({ value }: { value: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1">
      <code className="min-w-0 truncate font-mono text-xs">{value}</code>
      <CopyButton text={value} label="the hash" />
    </span>
  );
}

"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Person } from "#components/operations/person.tsx";
import { KeyValues } from "#components/ui/key-values.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { lockOperationsQuery, operationQuery } from "#lib/client/operations.ts";
import { lockIdHref, operationHref } from "#lib/client/paths.ts";
import type { LockDetail } from "#lib/contract/locks.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import { LayerList } from "./layer-list.tsx";
import { Words } from "./words.tsx";

/** Who cleared this lock, when, why, by which operation, and who came after. Nothing when nobody did. */
export function LockCleared({ lock }: { lock: LockDetail }) {
  const { data } = useQuery(lockOperationsQuery(lock.id));
  const last = data?.items.find(({ kind, state }) => kind === "clear" && state === "done");
  return last === undefined ? null : <Cleared lock={lock} row={last} />;
}

function Cleared({ lock, row }: { lock: LockDetail; row: OperationRow }) {
  const { data: operation } = useQuery({ ...operationQuery(row.id), refetchInterval: false });
  const by = operation?.confirmedBy ?? row.createdBy;
  const second = operation?.holdPoint?.by ?? null;
  const held = lock.layers.filter(({ holder }) => holder !== null);
  return (
    <section aria-label="Who cleared it" className="flex flex-col gap-3">
      <KeyValues
        items={[
          {
            id: "who",
            label: "Cleared by",
            value: (
              <>
                <Person of={by} />
                {second !== null && (
                  <>
                    , acknowledged by <Person of={second} />
                  </>
                )}
              </>
            ),
          },
          { id: "when", label: "When", value: <TimeAgo atMs={row.endedAt} /> },
          ...(operation === undefined || operation.reason === ""
            ? []
            : [{ id: "why", label: "Why", value: <SafeText text={operation.reason} maxLength={2_000} /> }]),
          { id: "how", label: "Result", value: <Words text={row.sentence} /> },
          {
            id: "operation",
            label: "Operation",
            value: (
              <Link href={operationHref(row.id)} className="underline underline-offset-2">
                with its evidence, gates and steps
              </Link>
            ),
          },
        ]}
      />
      <div>
        <h3 className="mb-1 text-xs font-medium text-tertiary">Who came after</h3>
        {lock.tombstone === null && lock.holder !== null ? (
          <Link href={lockIdHref(lock.id)} className="text-sm">
            <SafeText text={lock.holder.service ?? lock.holder.command ?? lock.holder.ownerId} />
          </Link>
        ) : held.length > 0 ? (
          <LayerList layers={held} />
        ) : (
          <p className="text-sm text-secondary">Nobody holds this resource now, as far as is seen.</p>
        )}
      </div>
    </section>
  );
}

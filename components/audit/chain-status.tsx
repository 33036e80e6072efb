"use client";

import { useQuery } from "@tanstack/react-query";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { StateIcon } from "#components/ui/state-icon.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { auditVerifyQuery } from "#lib/client/audit.ts";

/** Whether the hash chain is whole, when that was checked, and a way to check it now. */
export function ChainStatus() {
  const { data, error, isFetching, refetch } = useQuery(auditVerifyQuery());
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1" role="status">
      {data?.ok === true && (
        <span className="flex items-center gap-1.5 text-live-text">
          <StateIcon state="done" size={12} />
          Hash chain whole
        </span>
      )}
      {data?.ok === false && (
        <span className="flex items-center gap-1.5 text-hot-text">
          <StateIcon state="failed" size={12} />
          Hash chain broken at row {data.brokenAt?.toLocaleString("en-US")}
        </span>
      )}
      {data === undefined && (
        <span className="flex items-center gap-1.5 text-unknown-text">
          <StateIcon state="unknown" size={12} />
          {error === null ? "Hash chain is being checked" : "Hash chain not checked"}
        </span>
      )}
      {data !== undefined && (
        <span className="text-tertiary">
          checked <TimeAgo atMs={data.checkedAt} show="relative" />
        </span>
      )}
      <Button size="sm" variant="ghost" loading={isFetching} onClick={() => void refetch()}>
        Check now
      </Button>
    </span>
  );
}

/** What a broken chain means; nothing while it is whole. */
export function ChainBroken() {
  const { data } = useQuery(auditVerifyQuery());
  if (data === undefined || data.ok) return null;
  return (
    <Banner tone="danger" title="Somebody changed the audit outside of Locksmith">
      {data.reason} From there on the rows prove nothing. Compare with an export or a hash that was kept
      elsewhere.
    </Banner>
  );
}

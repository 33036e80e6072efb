import Link from "next/link";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { CopyId } from "#components/ui/copy-id.tsx";
import { HeaderFact, HeaderFacts } from "#components/ui/header-facts.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Quantity } from "#components/ui/quantity.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { nodeHref } from "#lib/client/paths.ts";
import type { LockDetail } from "#lib/contract/locks.ts";
import { grouped } from "#lib/domain/words.ts";
import { sourceWords } from "./lock-cells.tsx";

const titleMaxChars = 160;

/** Name, state, and the facts that name a lock: source, node, path, epoch, since when. */
export function LockHeader({ lock }: { lock: LockDetail }) {
  const long = lock.resource.length > titleMaxChars;
  return (
    <div className="flex flex-col gap-2">
      <PageHeader
        title={<SafeText text={lock.resource} maxLength={titleMaxChars} />}
        state={
          lock.tombstone === null ? (
            <StateBadge state={lock.state} strong />
          ) : (
            <StateBadge state="stopped" label="Gone" strong />
          )
        }
        actions={<CopyButton text={lock.resource} label="the name" />}
      />
      {long && (
        <details className="text-xs text-secondary">
          <summary>The whole name, {grouped(lock.resource.length)} characters</summary>
          <SafeText text={lock.resource} maxLength={16_384} mono className="mt-1 block text-primary" />
        </details>
      )}
      <HeaderFacts>
        <HeaderFact label="Source">{sourceWords(lock)}</HeaderFact>
        {lock.node !== null && (
          <HeaderFact label="Node">
            <Link href={nodeHref(lock.node)} className="underline-offset-2 hover:underline">
              <SafeText text={lock.node} maxLength={120} />
            </Link>
          </HeaderFact>
        )}
        {lock.source === "kernel" && <PathFact lock={lock} />}
        {lock.epoch !== null && (
          <HeaderFact label="Epoch">
            <span className="flex items-center gap-0.5">
              <Quantity value={lock.epoch} />
              <CopyButton text={String(lock.epoch)} label="the epoch" size="sm" className="-my-1" />
            </span>
          </HeaderFact>
        )}
        {lock.heldSince !== null && lock.tombstone === null && (
          <HeaderFact label="Held since">
            <TimeAgo atMs={lock.heldSince} />
          </HeaderFact>
        )}
        {lock.lastBeatAt !== null && (
          <HeaderFact label="Last beat">
            <TimeAgo atMs={lock.lastBeatAt} />
          </HeaderFact>
        )}
      </HeaderFacts>
    </div>
  );
}

function PathFact({ lock }: { lock: LockDetail }) {
  if (lock.path === null) {
    return (
      <HeaderFact label="Path" wide>
        <span className="text-secondary">
          unknown{lock.pathUnknownReason !== null && ": "}
          {lock.pathUnknownReason !== null && <SafeText text={lock.pathUnknownReason} maxLength={200} />}
        </span>
      </HeaderFact>
    );
  }
  return (
    <HeaderFact label="Path" wide>
      <CopyId id={lock.path} keepEnd={24} label="the path" />
    </HeaderFact>
  );
}

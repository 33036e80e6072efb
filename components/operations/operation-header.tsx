import Link from "next/link";
import { Words } from "#components/locks/words.tsx";
import { cn } from "#components/ui/cn.ts";
import { CopyId } from "#components/ui/copy-id.tsx";
import { HeaderFact, HeaderFacts } from "#components/ui/header-facts.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { stateLooks, toneClasses } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { StateIcon } from "#components/ui/state-icon.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { lockIdHref } from "#lib/client/paths.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { Due } from "./due.tsx";
import { kindWords, operationState } from "./operation-words.ts";
import { Person } from "./person.tsx";

/** What it is, how it stands in one sentence, what happens next by itself; then who asked, when and why. */
export function OperationHeader({ operation }: { operation: OperationDetail }) {
  const { title, sentence, due, reason, confirmedBy, createdBy } = operation;
  const state = operationState(operation);
  const look = stateLooks[state];
  const tone = toneClasses[look.tone];
  return (
    <>
      <PageHeader title={<Words text={title} />} state={<StateBadge state={state} strong />} />
      <section
        aria-label="How it stands"
        className={cn("flex items-start gap-3 rounded-md px-4 py-3", tone.soft)}
      >
        <StateIcon state={state} size={20} className="mt-1" />
        <div className="min-w-0 flex-1">
          <p role="status" className="max-w-[72ch] text-lg text-pretty text-primary">
            <Words text={sentence} />
          </p>
          <p className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-sm text-secondary">
            <span>{look.meaning}</span>
            {due !== null && <Due due={due} className={cn("font-medium tabular-nums", tone.text)} />}
          </p>
        </div>
      </section>
      <HeaderFacts>
        <HeaderFact label="Kind">{kindWords[operation.kind]}</HeaderFact>
        {operation.lockId !== null && (
          <HeaderFact label="Lock">
            <Link
              href={lockIdHref(operation.lockId)}
              prefetch={false}
              className="underline underline-offset-2"
            >
              <SafeText text={operation.resource ?? operation.lockId} maxLength={100} />
            </Link>
          </HeaderFact>
        )}
        <HeaderFact label="Asked by">
          <Person of={createdBy} />
        </HeaderFact>
        {confirmedBy !== null && confirmedBy.id !== createdBy.id && (
          <HeaderFact label="Confirmed by">
            <Person of={confirmedBy} />
          </HeaderFact>
        )}
        <HeaderFact label="Since">
          <TimeAgo atMs={operation.confirmedAt ?? operation.createdAt} />
        </HeaderFact>
        {operation.endedAt !== null && (
          <HeaderFact label="Ended">
            <TimeAgo atMs={operation.endedAt} />
          </HeaderFact>
        )}
        <HeaderFact label="Id">
          <CopyId id={operation.id} label="the operation’s id" />
        </HeaderFact>
        {reason !== "" && (
          <HeaderFact label="Why" wide>
            <SafeText text={reason} maxLength={2_000} />
          </HeaderFact>
        )}
      </HeaderFacts>
    </>
  );
}

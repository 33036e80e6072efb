import Link from "next/link";
import { Words } from "#components/locks/words.tsx";
import { Person } from "#components/operations/person.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { cn } from "#components/ui/cn.ts";
import { CopyId } from "#components/ui/copy-id.tsx";
import { HeaderFact, HeaderFacts } from "#components/ui/header-facts.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { stateLooks, toneClasses } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { StateIcon } from "#components/ui/state-icon.tsx";
import { Since, TimeAgo } from "#components/ui/time-ago.tsx";
import { incidentHref } from "#lib/client/paths.ts";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import { grouped } from "#lib/domain/words.ts";
import { awaitsSomebody } from "./incident-rows.ts";
import { affectedWords, severityLook, stateOf } from "./incident-words.ts";

/** What is wrong in one sentence, how gravely and since when; then who decides, and whether anybody is on it. */
export function IncidentHeader({ incident }: { incident: IncidentDetail }) {
  const { title, sentence, severity, state, mergedInto, openedAt, resolution } = incident;
  const look = severityLook(incident);
  const tone = toneClasses[stateLooks[look].tone];
  const over = incident.resolvedAt ?? incident.mitigatedAt;
  return (
    <>
      <PageHeader
        title={<Words text={title} />}
        state={
          <span className="flex flex-wrap gap-2">
            <StateBadge state={stateOf[state]} strong />
            <StateBadge
              state={look}
              label={stateLooks[severity].word}
              className={state === "open" ? "font-medium" : "hidden"}
            />
          </span>
        }
      />
      {mergedInto !== null && (
        <Banner
          tone="info"
          title="It turned out to be part of another incident."
          action={
            <Link href={incidentHref(mergedInto)} className="shrink-0 underline underline-offset-2">
              Go there
            </Link>
          }
        />
      )}
      <section
        aria-label="What is wrong"
        className={cn("flex items-start gap-3 rounded-md px-4 py-3", tone.soft)}
      >
        <StateIcon state={look} size={20} className="mt-1" />
        <div className="min-w-0 flex-1">
          <p role="status" className="max-w-[72ch] text-lg text-pretty text-primary">
            <Words text={sentence} />
          </p>
          <p className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-sm text-secondary">
            <span>{stateLooks[stateOf[state]].meaning}</span>
            {over === null && (
              <span className={cn("font-medium tabular-nums", tone.text)}>
                for <Since atMs={openedAt} />
              </span>
            )}
            {incident.affected > 0 && (
              <span className="tabular-nums">{affectedWords(incident)} nodes affected</span>
            )}
          </p>
          {resolution !== null && !sentence.includes(resolution.text) && (
            <p className="mt-2 max-w-[72ch] text-sm whitespace-pre-line text-primary">
              <Words text={resolution.text} />
            </p>
          )}
        </div>
      </section>
      <Facts incident={incident} />
    </>
  );
}

function Facts({ incident }: { incident: IncidentDetail }) {
  const { acknowledged, commander, resolution, mitigatedAt } = incident;
  return (
    <HeaderFacts>
      <HeaderFact label="Since">
        <TimeAgo atMs={incident.openedAt} />
      </HeaderFact>
      <HeaderFact label="Commander">
        {commander === null ? <span className="text-tertiary">nobody</span> : <Person of={commander} />}
      </HeaderFact>
      <HeaderFact label="Acknowledged">
        {acknowledged === null ? (
          <span className={awaitsSomebody(incident) ? "font-medium text-suspect-text" : "text-tertiary"}>
            nobody has acknowledged
          </span>
        ) : (
          <>
            by <Person of={acknowledged.by} /> <TimeAgo atMs={acknowledged.at} className="ml-1" />
          </>
        )}
      </HeaderFact>
      <HeaderFact label="Affected">
        <span className="tabular-nums">{affectedWords(incident)}</span>
      </HeaderFact>
      <HeaderFact label="Refusals">
        <span className="tabular-nums">{grouped(incident.refusals)}</span>
      </HeaderFact>
      {mitigatedAt !== null && (
        <HeaderFact label="Nothing wrong since">
          <TimeAgo atMs={mitigatedAt} />
        </HeaderFact>
      )}
      {resolution !== null && (
        <HeaderFact label="Resolved">
          by <Person of={resolution.by} /> <TimeAgo atMs={resolution.at} className="ml-1" />
        </HeaderFact>
      )}
      <HeaderFact label="Id">
        <CopyId id={incident.id} label="the incident’s id" />
      </HeaderFact>
    </HeaderFacts>
  );
}

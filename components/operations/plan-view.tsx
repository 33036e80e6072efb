import { CircleHelp, Dot } from "lucide-react";
import type { ReactNode } from "react";
import { EvidenceList } from "#components/locks/evidence-list.tsx";
import { Words } from "#components/locks/words.tsx";
import { KeyValues } from "#components/ui/key-values.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { grouped } from "#lib/domain/words.ts";
import { GateChain } from "./gate-chain.tsx";
import type { Shown } from "./review.ts";
import { RosterList } from "./roster-list.tsx";
import { TargetList, targetCount } from "./target-list.tsx";

/** A plan as it is reviewed: what, to whom, what stops, on what grounds, what would have to open, what is not known. */
export function PlanView({ shown }: { shown: Shown }) {
  const { plan, roster } = shown;
  return (
    <div className="flex flex-col gap-5">
      <Part title="What will happen">
        <SentenceList sentences={plan.consequences} none="Nothing stops." />
      </Part>
      <Part title={`To ${targetCount(plan.targets, plan.targetCount)}`}>
        <TargetList targets={plan.targets} count={plan.targetCount} />
      </Part>
      {plan.facts.length > 0 && (
        <Part title="Bound to these facts">
          <FactList facts={plan.facts} />
        </Part>
      )}
      {plan.evidence.length > 0 && (
        <Part title="On this evidence">
          <EvidenceList evidence={plan.evidence} />
        </Part>
      )}
      <Part title="Gates that must be open">
        <GateChain gates={plan.gates} still />
      </Part>
      {roster.length > 0 && (
        <Part title="Who could grab it again">
          <RosterList roster={roster} />
        </Part>
      )}
      <Part title="Not verified">
        <NotVerified items={plan.notVerified} />
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-1.5 text-xs font-medium text-tertiary">{title}</h3>
      {children}
    </section>
  );
}

/** Sentences, one a line. */
export function SentenceList({ sentences, none }: { sentences: readonly string[]; none: string }) {
  if (sentences.length === 0) return <p className="text-sm text-secondary">{none}</p>;
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {sentences.map((sentence) => (
        <li key={sentence} className="flex gap-1.5">
          <Dot aria-hidden size={16} className="mt-0.5 -ml-1 shrink-0 text-tertiary" />
          <span className="max-w-[72ch] min-w-0">
            <Words text={sentence} />
          </span>
        </li>
      ))}
    </ul>
  );
}

const factsShown = 8;
const factsMax = 200;

/** The facts that a decision is bound to: the first few, and the others behind a word, so that what follows is found. */
export function FactList({ facts }: { facts: Shown["plan"]["facts"] }) {
  const more = facts.length - factsShown;
  if (more <= 1) return <Facts facts={facts} />;
  return (
    <>
      <Facts facts={facts.slice(0, factsShown)} />
      <details className="mt-1 text-sm">
        <summary className="inline-flex min-h-6 cursor-pointer items-center text-xs text-secondary underline underline-offset-2 pointer-coarse:min-h-11">
          and {grouped(more)} more
        </summary>
        <Facts facts={facts.slice(factsShown, factsMax)} />
        {facts.length > factsMax && (
          <p className="text-xs text-tertiary">and {grouped(facts.length - factsMax)} more</p>
        )}
      </details>
    </>
  );
}

function Facts({ facts }: { facts: Shown["plan"]["facts"] }) {
  return (
    <KeyValues
      items={facts.map((fact) => ({
        id: fact.key,
        label: <SafeText text={fact.label} maxLength={80} />,
        value: <SafeText text={fact.value} maxLength={400} />,
      }))}
    />
  );
}

/** What has no proof, and will have none. */
export function NotVerified({ items }: { items: readonly string[] }) {
  if (items.length === 0) return <p className="text-sm text-secondary">Everything above was verified.</p>;
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {items.map((item) => (
        <li key={item} className="flex gap-2">
          <CircleHelp aria-hidden size={14} className="mt-0.5 shrink-0 text-suspect" />
          <span className="max-w-[72ch] min-w-0">
            <Words text={item} />
          </span>
        </li>
      ))}
    </ul>
  );
}

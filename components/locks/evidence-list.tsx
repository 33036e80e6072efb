import { CircleCheck, CircleX, Minus } from "lucide-react";
import { SafeText } from "#components/ui/safe-text.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { type Evidence, splitEvidence } from "./split-evidence.ts";
import { Words } from "./words.tsx";

const pointWords = {
  alive: { icon: CircleCheck, text: "speaks for alive" },
  gone: { icon: CircleX, text: "speaks for gone" },
  neither: { icon: Minus, text: "speaks for neither" },
} as const;

/** What the verdict stands on: each fact with its source and age. `free`: nobody holds it, so there is no verdict. */
export function EvidenceList({ evidence, free = false }: { evidence: readonly Evidence[]; free?: boolean }) {
  const { decisive, circumstantial } = splitEvidence(evidence);
  if (free && evidence.length === 0) {
    return <p className="text-sm text-secondary">Nobody holds it: there is no owner to judge.</p>;
  }
  return (
    <div className="flex flex-col gap-4">
      <Part title="Decisive" facts={decisive} none="Nothing decisive: the verdict rests on what is below." />
      <Part title="Circumstantial" facts={circumstantial} none="None." />
    </div>
  );
}

function Part({ title, facts, none }: { title: string; facts: readonly Evidence[]; none: string }) {
  return (
    <div>
      <h3 className="mb-1 text-xs font-medium text-tertiary">{title}</h3>
      {facts.length === 0 ? (
        <p className="text-sm text-secondary">{none}</p>
      ) : (
        <ul>
          {facts.map((fact) => (
            <Fact key={`${fact.kind} ${fact.source} ${fact.text}`} fact={fact} />
          ))}
        </ul>
      )}
    </div>
  );
}

function Fact({ fact }: { fact: Evidence }) {
  const { icon: Icon, text } = pointWords[fact.points];
  return (
    <li className="flex gap-2.5 border-t border-line py-2 first:border-t-0">
      <Icon aria-hidden size={14} className="mt-0.5 shrink-0 text-tertiary" />
      <div className="min-w-0 flex-1">
        <p className="text-sm text-primary">
          <Words text={fact.text} />
        </p>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-xs text-tertiary">
          <span>{text}</span>
          <SafeText text={fact.source} maxLength={120} />
          <TimeAgo atMs={fact.observedAt} show="both" />
        </p>
      </div>
    </li>
  );
}

import { CircleCheck } from "lucide-react";
import { Words } from "#components/locks/words.tsx";
import { Section } from "#components/ui/page-header.tsx";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { NotVerified } from "./plan-view.tsx";

/** How it ended: what was checked afterwards, and what nobody could check. */
export function ResultPanel({ operation }: { operation: OperationDetail }) {
  const { result } = operation;
  if (result === null) return null;
  return (
    <Section title="Result">
      {result.text !== operation.sentence && (
        <p className="mb-3 max-w-[72ch] text-sm">
          <Words text={result.text} />
        </p>
      )}
      <div className="grid grid-cols-1 gap-x-10 gap-y-4 lg:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)]">
        <div>
          <h3 className="mb-1 text-xs font-medium text-tertiary">Verified</h3>
          <Verified items={result.verified} />
        </div>
        <div>
          <h3 className="mb-1 text-xs font-medium text-tertiary">Not verified</h3>
          <NotVerified items={result.notVerified} />
        </div>
      </div>
    </Section>
  );
}

function Verified({ items }: { items: readonly string[] }) {
  if (items.length === 0) return <p className="text-sm text-secondary">Nothing could be verified.</p>;
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {items.map((item) => (
        <li key={item} className="flex gap-2">
          <CircleCheck aria-hidden size={14} className="mt-0.5 shrink-0 text-live" />
          <span className="max-w-[72ch] min-w-0">
            <Words text={item} />
          </span>
        </li>
      ))}
    </ul>
  );
}

import { Banner } from "#components/ui/banner.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import type { FactChange } from "#lib/domain/operations/operation.ts";
import { counted } from "#lib/domain/words.ts";

const shownMax = 20;

/** What is no longer as it was reviewed, was beside is. */
export function ChangeTable({ changes }: { changes: readonly FactChange[] }) {
  return (
    <div className="flex flex-col gap-3">
      <Banner tone="danger" title="Something changed since you looked: nothing was done.">
        What you decide is bound to what you saw. Look at what is different, then decide again.
      </Banner>
      <table className="w-full table-fixed border-separate border-spacing-0 text-sm">
        <thead>
          <tr className="text-left text-xs text-tertiary">
            <th scope="col" className="w-1/4 py-1 pr-3 font-medium">
              Fact
            </th>
            <th scope="col" className="py-1 pr-3 font-medium">
              Was
            </th>
            <th scope="col" className="py-1 font-medium">
              Is
            </th>
          </tr>
        </thead>
        <tbody className="align-top">
          {changes.slice(0, shownMax).map((change) => (
            <tr key={change.key}>
              <th
                scope="row"
                className="border-t border-line py-1.5 pr-3 text-left font-normal text-secondary"
              >
                <SafeText text={change.label} maxLength={80} />
              </th>
              <td className="border-t border-line py-1.5 pr-3 text-tertiary">
                <Value value={change.was} />
              </td>
              <td className="border-t border-line py-1.5 font-medium">
                <Value value={change.is} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {changes.length > shownMax && (
        <p className="text-sm text-secondary">and {counted(changes.length - shownMax, "more fact")}</p>
      )}
    </div>
  );
}

function Value({ value }: { value: string | null }) {
  if (value === null) return <span className="text-tertiary">not there</span>;
  return <SafeText text={value} maxLength={300} />;
}

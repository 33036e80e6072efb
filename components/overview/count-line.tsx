import Link from "next/link";
import { cn } from "#components/ui/cn.ts";
import { Quantity } from "#components/ui/quantity.tsx";
import type { StateName } from "#components/ui/state.ts";
import { stateLooks, toneClasses } from "#components/ui/state.ts";
import { StateIcon } from "#components/ui/state-icon.tsx";

interface Count {
  state: StateName;
  value: number;
  href: string;
}

/** Counts by state in one line, each a link to exactly what it counts. A zero is quiet. */
export function CountLine({ label, counts }: { label: string; counts: readonly Count[] }) {
  return (
    <section aria-label={label} className="min-w-0">
      <h2 className="mb-0.5 text-xs font-medium text-tertiary">{label}</h2>
      <ul className="-ml-2 flex flex-wrap gap-y-1">
        {counts.map(({ state, value, href }) => {
          const tone = toneClasses[stateLooks[state].tone];
          const quiet = value === 0;
          return (
            <li key={state}>
              <Link
                href={href}
                title={stateLooks[state].meaning}
                className="flex min-w-21 flex-col rounded-sm px-2 py-1.5 hover:bg-hover"
              >
                <Quantity
                  value={value}
                  className={cn("text-2xl font-medium", quiet ? "text-tertiary" : "text-primary")}
                />
                <span
                  className={cn("flex items-center gap-1.5 text-xs", quiet ? "text-tertiary" : tone.text)}
                >
                  <StateIcon state={state} size={12} />
                  {stateLooks[state].word}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

import Link from "next/link";
import { DrillTag } from "#components/ui/drill-tag.tsx";
import type { Overview } from "#lib/contract/lists.ts";
import { grouped } from "#lib/domain/words.ts";

/** The drill that is on, in a line of its own: none of it is in the counts above. */
export function DrillCounts({ counts }: { counts: NonNullable<Overview["drill"]> }) {
  const { nodes, locks, hot, stale } = counts;
  const parts = [
    { href: "/fleet?world=drill", value: nodes, one: "node", many: "nodes" },
    { href: "/locks?world=drill", value: locks, one: "lock", many: "locks" },
    { href: "/locks?world=drill&state=hot", value: hot, one: "hot", many: "hot" },
    { href: "/locks?world=drill&verdict=stale", value: stale, one: "stale", many: "stale" },
  ];
  return (
    <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm text-secondary">
      <span>
        <DrillTag />
        counted apart
      </span>
      {parts.map(({ href, value, one, many }) => (
        <Link key={href} href={href} className="inline-flex min-h-6 items-center gap-1.5 hover:text-primary">
          <span className="font-medium text-primary tabular-nums">{grouped(value)}</span>
          {value === 1 ? one : many}
        </Link>
      ))}
    </p>
  );
}

import Link from "next/link";
import { SafeText } from "#components/ui/safe-text.tsx";
import { stateLooks, toneClasses } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import type { Health } from "#lib/domain/fleet-state.ts";

/** What the units of a node say of their own work, and the locks of the resource that it is because of. */
export function HealthLine({ health }: { health: Health }) {
  const { level, text, resource } = health;
  return (
    <p
      className={`flex flex-wrap items-baseline gap-x-3 gap-y-1 rounded-sm px-3 py-2 text-sm ${toneClasses[stateLooks[level].tone].soft}`}
    >
      <StateBadge state={level} />
      <SafeText text={text} maxLength={300} className="min-w-0" />
      {resource !== null && (
        <Link
          href={`/locks?resource=${encodeURIComponent(resource)}`}
          className="min-h-6 text-secondary underline underline-offset-2"
        >
          Its locks
        </Link>
      )}
    </p>
  );
}

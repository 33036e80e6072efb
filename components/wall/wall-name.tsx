import { cn } from "#components/ui/cn.ts";
import { DrillTag } from "#components/ui/drill-tag.tsx";
import { isDrillName, plainName } from "#lib/domain/drill/names.ts";
import { safeText } from "#lib/domain/safe-text.ts";

/** Names differ at their end: it stays whatever room there is. */
const keepEnd = 14;

/** A name that a host made up, in mono, cut in its middle: nobody can hover over a wall. */
export function WallName({ name, className }: { name: string; className?: string }) {
  const drill = isDrillName(name);
  const chars = [...safeText(drill ? plainName(name) : name, 200)];
  const start = chars.slice(0, -keepEnd).join("");
  return (
    <bdi className={cn("flex min-w-0 items-baseline overflow-hidden font-mono", className)}>
      {drill && (
        <span className="shrink-0">
          <DrillTag />
        </span>
      )}
      {start !== "" && <span className="truncate whitespace-pre">{start}</span>}
      <span className={cn("whitespace-pre", start === "" ? "truncate" : "shrink-0")}>
        {chars.slice(-keepEnd).join("")}
      </span>
    </bdi>
  );
}

import { isDrillName, plainName } from "#lib/domain/drill/names.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { cn } from "./cn.ts";
import { DrillTag } from "./drill-tag.tsx";

/**
 * An identity in mono that gives way in the middle: the start shrinks with its column, the last `keepEnd`
 * characters, where identities differ, always stay. The name of something of a drill keeps its label.
 */
export function MonoId(props: { id: string; keepEnd?: number; className?: string }) {
  const { id, keepEnd = 6, className } = props;
  const whole = safeText(id, 4_096);
  const drill = isDrillName(whole);
  const chars = [...(drill ? plainName(whole) : whole)];
  const end = chars.slice(-keepEnd).join("");
  const start = chars.slice(0, -keepEnd).join("");
  return (
    <bdi title={whole} className={cn("flex max-w-full min-w-0 overflow-hidden font-mono", className)}>
      {drill && (
        <span className="shrink-0">
          <DrillTag />
        </span>
      )}
      <span className="truncate whitespace-pre">{start}</span>
      <span className="shrink-0 whitespace-pre">{end}</span>
    </bdi>
  );
}

import { safeText } from "#lib/domain/safe-text.ts";
import { cn } from "./cn.ts";

/**
 * An identity in mono that gives way in the middle: the start shrinks with its column, the last `keepEnd`
 * characters, where identities differ, always stay.
 */
export function MonoId(props: { id: string; keepEnd?: number; className?: string }) {
  const { id, keepEnd = 6, className } = props;
  const whole = safeText(id, 4_096);
  const chars = [...whole];
  const end = chars.slice(-keepEnd).join("");
  const start = chars.slice(0, -keepEnd).join("");
  return (
    <bdi title={whole} className={cn("flex max-w-full min-w-0 font-mono", className)}>
      <span className="truncate whitespace-pre">{start}</span>
      <span className="shrink-0 whitespace-pre">{end}</span>
    </bdi>
  );
}

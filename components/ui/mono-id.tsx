import { safeText } from "#lib/domain/safe-text.ts";
import { ClipMiddle } from "./clip-middle.tsx";

/**
 * An identity in mono that gives way in the middle: the last `keepEnd` characters, where identities differ, always stay.
 */
export function MonoId(props: { id: string; keepEnd?: number; className?: string }) {
  const { id, keepEnd = 6, className } = props;
  return (
    <ClipMiddle
      text={safeText(id, 4_096)}
      keepEnd={keepEnd}
      face="mono"
      {...(className !== undefined && { className })}
    />
  );
}

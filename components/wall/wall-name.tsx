import { ClipMiddle } from "#components/ui/clip-middle.tsx";
import { cn } from "#components/ui/cn.ts";
import { safeText } from "#lib/domain/safe-text.ts";

/** Names differ at their end: it stays whatever room there is. */
const keepEnd = 14;

/** A name that a host made up, in mono, cut in its middle where it must be: nobody can hover over a wall. */
export function WallName({ name, className }: { name: string; className?: string }) {
  return (
    // It takes what room there is: as wide as its own letters, it would be cut by the fraction of a pixel.
    <ClipMiddle
      text={safeText(name, 200)}
      keepEnd={keepEnd}
      face="mono"
      className={cn("flex-1", className)}
    />
  );
}

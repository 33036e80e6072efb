import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

/** A part of the picture; in a drill's frame its name says so to who cannot see the frame. `more`: how many of its kind found no room; they are counted, never cut in silence. */
export function WallSection(props: {
  title: string;
  note?: ReactNode;
  more?: number;
  drill?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const { title, note, more = 0, drill = false, className, children } = props;
  return (
    <section
      aria-label={drill ? `Drill: ${title}` : title}
      className={cn("flex min-h-0 min-w-0 flex-col", className)}
    >
      <h2 className="wall-small mb-2 flex shrink-0 items-baseline gap-4 text-tertiary">
        <span className="font-medium">{title}</span>
        {note !== undefined && <span>{note}</span>}
        {more > 0 && (
          <span className="ml-auto font-medium text-primary">and {more.toLocaleString("en-US")} more</span>
        )}
      </h2>
      {children}
    </section>
  );
}

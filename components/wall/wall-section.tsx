import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { grouped } from "#lib/domain/words.ts";

/**
 * A part of the picture; in a drill's frame its name says so to who cannot see the frame. `more`: how many of its kind found
 * no room; they are counted, never cut in silence. `none`: not one of them did, so there is nothing that they are more of.
 */
export function WallSection(props: {
  title: string;
  note?: ReactNode;
  more?: number;
  none?: boolean;
  /** In units of the picture; without it, that of what is in it. */
  height?: number;
  drill?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const { title, note, more = 0, none = false, height, drill = false, className, children } = props;
  return (
    <section
      aria-label={drill ? `Drill: ${title}` : title}
      className={cn("flex min-h-0 min-w-0 flex-col", className)}
      {...(height !== undefined && { style: { height: `calc(${height} * var(--u))` } })}
    >
      <h2 className="wall-small mb-2 flex shrink-0 items-baseline gap-4 text-tertiary">
        <span className="font-medium">{title}</span>
        {note !== undefined && <span>{note}</span>}
        {more > 0 && (
          <span className="ml-auto font-medium text-primary">
            {none ? `${grouped(more)}, and no room for them here` : `and ${grouped(more)} more`}
          </span>
        )}
      </h2>
      {children}
    </section>
  );
}

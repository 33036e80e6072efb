import type { ReactNode } from "react";

/** One example with what it shows beside it. `shown` draws a state that only a pointer or the keyboard would bring. */
export function Example(props: { name: ReactNode; shown?: "hover" | "focus"; children: ReactNode }) {
  const { name, shown, children } = props;
  return (
    <div
      className="flex min-w-0 flex-col items-start gap-1.5"
      {...(shown !== undefined && { "data-shown": shown })}
    >
      <span className="text-xs text-tertiary">{name}</span>
      <div className="flex w-full min-w-0 flex-wrap items-center gap-2">{children}</div>
    </div>
  );
}

/** Examples side by side, as many as fit. */
export function Examples({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  return (
    <div
      className={
        wide
          ? "grid grid-cols-1 gap-x-8 gap-y-5 lg:grid-cols-2"
          : "grid grid-cols-1 gap-x-8 gap-y-5 sm:grid-cols-2 xl:grid-cols-3"
      }
    >
      {children}
    </div>
  );
}

/** A part of the page that a link can name. */
export function Part(props: { id: string; title: string; note: ReactNode; children: ReactNode }) {
  const { id, title, note, children } = props;
  return (
    <section id={id} data-part={id} aria-labelledby={`${id}-title`} className="scroll-mt-16">
      <h2 id={`${id}-title`} className="text-lg font-medium">
        {title}
      </h2>
      <p className="mt-1 mb-4 max-w-[72ch] text-sm text-secondary">{note}</p>
      {children}
    </section>
  );
}

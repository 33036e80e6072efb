import type { ReactNode } from "react";

/**
 * What a page is about, and what can be done with it. `title` is the page's h1; `state` stands before it,
 * `meta` under it, `actions` at the end of the line.
 */
export function PageHeader(props: {
  title: ReactNode;
  state?: ReactNode;
  meta?: ReactNode;
  actions?: ReactNode;
}) {
  const { title, state, meta, actions } = props;
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-64">
        <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="min-w-0 text-xl font-medium tracking-tight">{title}</h1>
          {state}
        </div>
        {meta !== undefined && <div className="text-sm text-secondary">{meta}</div>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

/** A part of a page with its heading (h2), a line of help and its actions. No box: space and tone part it. */
export function Section(props: {
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  const { title, note, actions, children, className } = props;
  return (
    <section className={className}>
      <div className="mb-2 flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-md font-medium">{title}</h2>
        {note !== undefined && <span className="text-xs text-tertiary">{note}</span>}
        {actions !== undefined && <div className="ml-auto flex items-center gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

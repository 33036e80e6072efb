import type { ReactNode } from "react";

/** A table that is wider than a phone scrolls sideways in here, by keyboard as well. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need focus (WCAG 2.1.1)
      tabIndex={0}
      className="-mx-4 overflow-x-auto pl-1 sm:-mx-3 sm:pl-0"
    >
      {children}
    </section>
  );
}

import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/**
 * The facts under a title. On a wide screen they stand in columns of one width, so that a time that counts up pushes
 * nothing into another line; on a phone they flow.
 */
export function HeaderFacts({ children }: { children: ReactNode }) {
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm sm:grid sm:grid-cols-[repeat(auto-fill,minmax(17rem,1fr))]">
      {children}
    </dl>
  );
}

/** One fact with its name. `wide`: a path or a sentence, with a line of its own. */
export function HeaderFact(props: { label: string; wide?: boolean; children: ReactNode }) {
  const { label, wide = false, children } = props;
  return (
    <div className={cn("flex max-w-full min-w-0 gap-2", wide && "col-span-full")}>
      <dt className="shrink-0 text-tertiary">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

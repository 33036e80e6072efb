import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** Facts about one thing: a name and a value a line, in two aligned columns. */
export function KeyValues(props: {
  items: readonly { label: ReactNode; value: ReactNode; id?: string }[];
  className?: string;
}) {
  return (
    <dl
      className={cn(
        "grid grid-cols-[fit-content(8rem)_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm sm:grid-cols-[minmax(7rem,max-content)_minmax(0,1fr)] sm:gap-x-6 sm:gap-y-1",
        props.className,
      )}
    >
      {props.items.map((item, index) => (
        <div key={item.id ?? index} className="contents">
          <dt className="text-tertiary">{item.label}</dt>
          <dd className="min-w-0 break-words">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

import type { ReactNode } from "react";
import { cn } from "./cn.ts";

/** Facts about one thing: a name and a value a line, in two aligned columns; stacked when it is narrow. */
export function KeyValues(props: {
  items: readonly { label: ReactNode; value: ReactNode; id?: string }[];
  className?: string;
}) {
  return (
    <dl
      className={cn(
        "grid grid-cols-1 gap-y-1 text-sm sm:grid-cols-[minmax(7rem,max-content)_minmax(0,1fr)] sm:gap-x-6",
        props.className,
      )}
    >
      {props.items.map((item, index) => (
        <div key={item.id ?? index} className="contents">
          <dt className="text-tertiary">{item.label}</dt>
          <dd className="mb-1.5 min-w-0 sm:mb-0">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

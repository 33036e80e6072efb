import { cn } from "./cn.ts";

/** The place of something that is being loaded, of exactly its size. Give it a height. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden data-skeleton="" className={cn("rounded-xs bg-hover", className)} />;
}

/** Rows that are being loaded, as high as the rows that will come. `label` is read out once. */
export function SkeletonRows({ rows = 8, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
        <div key={row} className="flex h-8 items-center gap-6 border-b border-line px-3">
          <Skeleton className="h-3 w-16" />
          <Skeleton className={cn("h-3", row % 3 === 0 ? "w-64" : "w-48")} />
          <Skeleton className="ml-auto h-3 w-20" />
        </div>
      ))}
    </div>
  );
}

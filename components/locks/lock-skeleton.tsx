import { Skeleton } from "#components/ui/skeleton.tsx";

/** The lock page while it is read: title, verdict and two columns in their places. */
export function LockSkeleton() {
  return (
    <div role="status" aria-label="Reading the lock" className="flex flex-col gap-4">
      <Skeleton className="h-8 w-80 max-w-full" />
      <Skeleton className="h-5 w-120 max-w-full" />
      <Skeleton className="h-22" />
      <div className="grid grid-cols-1 gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)]">
        <Skeleton className="h-64" />
        <Skeleton className="h-64" />
      </div>
    </div>
  );
}

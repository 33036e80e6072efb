"use client";

import { ErrorState } from "#components/ui/message-state.tsx";

/** A screen that failed to draw; the frame around it stays. */
export default function ScreenError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <ErrorState
      title="This screen failed"
      detail="What it shows elsewhere is not affected. Try again; if it fails again, report the code below."
      code={error.digest}
      onRetry={reset}
    />
  );
}

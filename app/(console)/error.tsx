"use client";

import { ErrorState } from "#components/ui/message-state.tsx";
import { isLostPart } from "#lib/client/live-build.ts";

/** A screen that failed to draw; the frame around it stays. */
export default function ScreenError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  if (isLostPart(error)) {
    return (
      <ErrorState
        title="A part of this screen could not be had"
        detail="The server has a new version of the console, or did not answer. Trying again loads the page anew."
        onRetry={() => window.location.reload()}
      />
    );
  }
  return (
    <ErrorState
      title="This screen failed"
      detail="What it shows elsewhere is not affected. Try again; if it fails again, report the code below."
      code={error.digest}
      onRetry={reset}
    />
  );
}

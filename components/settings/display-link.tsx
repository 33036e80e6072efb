"use client";

import { SafeText } from "#components/ui/safe-text.tsx";
import { SecretDialog } from "./secret-dialog.tsx";
import { useOrigin } from "./use-origin.ts";

/** The link of a new display, this once. */
export function DisplayLink(props: { display: { name: string; secret: string }; onClose: () => void }) {
  const { display, onClose } = props;
  const origin = useOrigin();
  return (
    <SecretDialog
      title={
        <>
          The link of <SafeText text={display.name} maxLength={60} /> is made
        </>
      }
      power="Whoever opens it sees what you see here, but can change nothing."
      code={`${origin}/wall#display=${display.secret}`}
      label="the link"
      onClose={onClose}
    >
      <p className="text-sm text-secondary">
        Open it once on the screen. The browser keeps it in a cookie and takes it out of the address; from
        then on the screen only needs <span className="font-mono text-xs">{origin}/wall</span>.
      </p>
    </SecretDialog>
  );
}

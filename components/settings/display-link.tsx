"use client";

import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeLine } from "#components/ui/code-line.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { useOrigin } from "./use-origin.ts";

/** The link of a new display, this once. A click beside it does not close it: it could not be opened again. */
export function DisplayLink({
  display,
  onClose,
}: {
  display: { name: string; secret: string };
  onClose: () => void;
}) {
  const origin = useOrigin();
  return (
    <Dialog
      open
      onOpenChange={() => {}}
      locked
      title={
        <>
          The link of <SafeText text={display.name} maxLength={60} /> is made
        </>
      }
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Banner tone="warn" title="It is shown this once.">
          The server keeps only a hash of it. Whoever opens it sees what you see here, but can change nothing.
        </Banner>
        <CodeLine code={`${origin}/wall#display=${display.secret}`} label="the link" />
        <p className="text-sm text-secondary">
          Open it once on the screen. The browser keeps it in a cookie and takes it out of the address; from
          then on the screen only needs <span className="font-mono text-xs">{origin}/wall</span>.
        </p>
      </div>
    </Dialog>
  );
}

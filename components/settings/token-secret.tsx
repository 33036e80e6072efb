"use client";

import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeLine } from "#components/ui/code-line.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";

/** The secret of a new token, this once. A click beside it does not close it: it could not be opened again. */
export function TokenSecret({
  token,
  onClose,
}: {
  token: { name: string; secret: string };
  onClose: () => void;
}) {
  return (
    <Dialog
      open
      onOpenChange={() => {}}
      locked
      title={
        <>
          The token <SafeText text={token.name} maxLength={60} /> is made
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
          The server keeps only a hash of it. Whoever has it can do what its scope allows.
        </Banner>
        <CodeLine code={token.secret} label="the token" />
        <p className="text-xs text-tertiary">
          Programs send it as <code className="font-mono">Authorization: Bearer …</code>; the command line
          reads it from <code className="font-mono">LOCKSMITH_TOKEN</code>.
        </p>
      </div>
    </Dialog>
  );
}

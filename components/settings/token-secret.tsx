"use client";

import { SafeText } from "#components/ui/safe-text.tsx";
import { SecretDialog } from "./secret-dialog.tsx";

/** The secret of a new token, this once. */
export function TokenSecret(props: { token: { name: string; secret: string }; onClose: () => void }) {
  const { token, onClose } = props;
  return (
    <SecretDialog
      title={
        <>
          The token <SafeText text={token.name} maxLength={60} /> is made
        </>
      }
      power="Whoever has it can do what its scope allows."
      code={token.secret}
      label="the token"
      onClose={onClose}
    >
      <p className="text-xs text-tertiary">
        Programs send it as <code className="font-mono">Authorization: Bearer …</code>; the command line reads
        it from <code className="font-mono">LOCKSMITH_TOKEN</code>.
      </p>
    </SecretDialog>
  );
}

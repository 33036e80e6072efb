"use client";

import type { ReactNode } from "react";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeLine } from "#components/ui/code-line.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

/** A new secret, this once. A click beside it does not close it: it could not be opened again. */
export function SecretDialog(props: {
  title: ReactNode;
  /** What whoever has it can do. */
  power: string;
  code: string;
  label: string;
  onClose: () => void;
  /** How it is used. */
  children: ReactNode;
}) {
  const { title, power, code, label, onClose, children } = props;
  return (
    <Dialog
      open
      onOpenChange={() => {}}
      locked
      title={title}
      footer={
        <Button variant="primary" onClick={onClose}>
          I have kept it
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Banner tone="warn" title="It is shown this once.">
          The server keeps only a hash of it. {power}
        </Banner>
        <CodeLine code={code} label={label} />
        {children}
      </div>
    </Dialog>
  );
}

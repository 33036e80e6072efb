"use client";

import { type ReactNode, useEffect, useState } from "react";
import { Banner } from "./banner.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";

/**
 * Asks before something is done. `verb` is on the button ("Revoke token", never "OK"); `typedName` must be
 * typed for what can't be undone; `onConfirm` may reject, and then the dialog stays open and shows why.
 */
export function ConfirmDialog(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  verb: string;
  onConfirm: () => Promise<void>;
  children?: ReactNode;
  typedName?: string;
  danger?: boolean;
  /** Why it can't be done now: the button stays, and says so. */
  blockedReason?: string | undefined;
}) {
  const { open, onOpenChange, title, verb, onConfirm, children, typedName, danger, blockedReason } = props;
  const [typed, setTyped] = useState("");
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (!open) return;
    setTyped("");
    setFailure(null);
  }, [open]);

  const unmatched =
    typedName !== undefined && typed !== typedName ? `Type the name first: ${typedName}` : undefined;
  const confirm = async () => {
    setRunning(true);
    setFailure(null);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : "It failed, and the server did not say why.");
    } finally {
      setRunning(false);
    }
  };

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      review
      locked={running}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)} disabled={running} className="pointer-coarse:h-11">
            Cancel
          </Button>
          <Button
            variant={danger === true ? "danger" : "primary"}
            loading={running}
            disabledReason={blockedReason ?? unmatched}
            onClick={confirm}
            className="pointer-coarse:h-11"
          >
            {verb}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {children}
        {typedName !== undefined && (
          <Field label={`Type ${typedName} to confirm`}>
            {(control) => (
              <Input
                {...control}
                className="font-mono"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        )}
        {failure !== null && <Banner tone="danger" title={failure} />}
      </div>
    </Dialog>
  );
}

"use client";

import { type FormEvent, type ReactNode, useId } from "react";
import { formError } from "#components/auth/problem-words.ts";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

/**
 * A form in a dialog. `verb` is on its button; it stays open while it is sent and when it failed, with the
 * server's words above the fields, or at the field (one of `fields`) that they are about.
 */
export function FormDialog(props: {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  verb: string;
  pending: boolean;
  error: Error | null;
  fields: readonly string[];
  onSubmit: (form: FormData) => void;
  children: ReactNode;
}) {
  const { open, onClose, title, description, verb, pending, error, fields, onSubmit, children } = props;
  const id = useId();
  const failure = formError(error, fields);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!pending) onSubmit(new FormData(event.currentTarget));
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={title}
      {...(description === undefined ? {} : { description })}
      locked={pending}
      footer={
        <>
          <Button onClick={onClose} disabled={pending}>
            Cancel
          </Button>
          <Button type="submit" form={id} variant="primary" loading={pending}>
            {verb}
          </Button>
        </>
      }
    >
      <form id={id} method="post" onSubmit={submit} className="flex flex-col gap-3">
        {failure !== null && <Banner tone="danger" title={failure} />}
        {children}
      </form>
    </Dialog>
  );
}

"use client";

import { type ReactNode, useId } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

/**
 * A form that leads to a plan: nothing happens by it. `blocked` says what is still to be chosen; nothing that acts is
 * chosen beforehand.
 */
export function SpecDialog(props: {
  title: ReactNode;
  description: ReactNode;
  blocked: string | undefined;
  onClose: () => void;
  onReview: () => void;
  children: ReactNode;
}) {
  const { title, description, blocked, onClose, onReview, children } = props;
  const id = useId();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose} className="max-sm:h-11">
            Cancel
          </Button>
          <Button type="submit" form={id} variant="primary" disabledReason={blocked} className="max-sm:h-11">
            Review the plan
          </Button>
        </>
      }
    >
      <form
        id={id}
        method="post"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (blocked === undefined) onReview();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}

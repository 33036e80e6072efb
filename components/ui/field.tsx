"use client";

import { type ReactNode, useId } from "react";

/** What a control must spread so that its label, hint and error are read with it. */
export interface FieldControl {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

/** Label, control, hint and error of one input, tied together. `children` receives the control's attributes. */
export function Field(props: {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  children: (control: FieldControl) => ReactNode;
}) {
  const { label, hint, error, children } = props;
  const id = useId();
  const failed = error !== undefined && error !== null && error !== "";
  const noteId = `${id}-note`;
  const hasNote = failed || hint !== undefined;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-xs font-medium text-secondary">
        {label}
      </label>
      {children({
        id,
        ...(hasNote ? { "aria-describedby": noteId } : {}),
        ...(failed ? { "aria-invalid": true as const } : {}),
      })}
      {hasNote && (
        <p id={noteId} className={failed ? "text-xs text-hot-text" : "text-xs text-tertiary"}>
          {failed ? error : hint}
        </p>
      )}
    </div>
  );
}

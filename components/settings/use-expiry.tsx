"use client";

import { useState } from "react";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";

const dayMs = 86_400_000;
const expiries = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "never", label: "until it is revoked" },
] as const;

/** How long a new token lasts, at first `days`: the milliseconds, null for ever, and the field that asks. */
export function useExpiry(days: "90" | "365") {
  const [expiry, setExpiry] = useState<string>(days);
  const field = (hint?: string) => (
    <Field label="Lasts" {...(hint !== undefined && { hint })}>
      {(control) => <Select {...control} value={expiry} onValueChange={setExpiry} options={expiries} />}
    </Field>
  );
  return { expiresInMs: expiry === "never" ? null : Number(expiry) * dayMs, field };
}

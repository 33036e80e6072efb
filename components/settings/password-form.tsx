"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { toast } from "sonner";
import { PasswordInput } from "#components/auth/password-input.tsx";
import { fieldError, formError } from "#components/auth/problem-words.ts";
import { textOf } from "#components/auth/text-of.ts";
import { useVisitor } from "#components/shell/visitor.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { changePasswordMutation } from "#lib/client/accounts.ts";

/** Changes one's own password. */
export function PasswordForm() {
  const me = useVisitor();
  const change = useMutation(changePasswordMutation(useQueryClient()));
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (change.isPending) return;
    const data = new FormData(event.currentTarget);
    change.mutate(
      { current: textOf(data, "current"), next: textOf(data, "next") },
      {
        onSuccess: () => {
          form.current?.reset();
          toast.success("Your password is changed", { description: "Every other session has ended." });
        },
      },
    );
  };
  const failure = formError(change.error, ["current", "next"]);
  return (
    <form ref={form} method="post" onSubmit={submit} className="flex max-w-sm flex-col gap-3">
      {failure !== null && <Banner tone="danger" title={failure} />}
      {/* For password managers: which account the new password belongs to. */}
      <input type="email" name="username" autoComplete="username" value={me.email ?? ""} readOnly hidden />
      <Field label="Current password" error={fieldError(change.error, "current")}>
        {(control) => (
          <PasswordInput
            {...control}
            name="current"
            autoComplete="current-password"
            maxLength={128}
            required
          />
        )}
      </Field>
      <Field
        label="New password"
        error={fieldError(change.error, "next")}
        hint="12 characters or more, any you like."
      >
        {(control) => (
          <PasswordInput
            {...control}
            name="next"
            autoComplete="new-password"
            minLength={12}
            maxLength={128}
            required
          />
        )}
      </Field>
      <div>
        <Button type="submit" loading={change.isPending}>
          Change password
        </Button>
      </div>
    </form>
  );
}

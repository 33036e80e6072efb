"use client";

import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { onceMutation } from "#lib/client/accounts.ts";
import { ProblemError } from "#lib/client/http.ts";
import { OnceUsed } from "./once-used.tsx";
import { PasswordInput } from "./password-input.tsx";
import { fieldError, formError } from "./problem-words.ts";
import { textOf } from "./text-of.ts";

/** Makes the first admin by the one-time link, and signs in. */
export function FirstAdminForm({ token }: { token: string }) {
  const use = useMutation(onceMutation());
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (use.isPending || use.isSuccess) return;
    const form = new FormData(event.currentTarget);
    use.mutate(
      {
        token,
        name: textOf(form, "name").trim(),
        email: textOf(form, "email").trim(),
        password: textOf(form, "password"),
      },
      { onSuccess: () => window.location.replace("/") },
    );
  };
  if (use.error instanceof ProblemError && use.error.code === "gone") return <OnceUsed />;
  const failure = formError(use.error, ["name", "email", "password"]);
  return (
    <>
      <h1 className="text-2xl font-medium tracking-tight">Make the first admin</h1>
      <p className="mt-1 text-sm text-secondary">
        This console has no account yet. Admins make the accounts of everybody else.
      </p>
      <form method="post" onSubmit={submit} className="mt-6 flex flex-col gap-4">
        {failure !== null && <Banner tone="danger" title={failure} />}
        <Field label="Name" error={fieldError(use.error, "name")}>
          {(control) => (
            <Input {...control} name="name" autoComplete="name" maxLength={200} autoFocus required />
          )}
        </Field>
        <Field
          label="Email"
          error={fieldError(use.error, "email")}
          hint="For signing in; nothing is sent to it."
        >
          {(control) => (
            <Input
              {...control}
              name="email"
              type="email"
              inputMode="email"
              autoComplete="username"
              autoCapitalize="off"
              maxLength={200}
              required
            />
          )}
        </Field>
        <Field
          label="Password"
          error={fieldError(use.error, "password")}
          hint="12 characters or more, any you like."
        >
          {(control) => (
            <PasswordInput
              {...control}
              name="password"
              autoComplete="new-password"
              minLength={12}
              maxLength={128}
              required
            />
          )}
        </Field>
        <Button
          type="submit"
          variant="primary"
          size="lg"
          className="mt-2 w-full"
          loading={use.isPending || use.isSuccess}
        >
          Make the admin and sign in
        </Button>
      </form>
    </>
  );
}

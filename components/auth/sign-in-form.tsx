"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { signInMutation } from "#lib/client/accounts.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { PasswordInput } from "./password-input.tsx";
import { fieldError, formError } from "./problem-words.ts";
import { textOf } from "./text-of.ts";
import { useWaitSeconds } from "./use-wait.ts";

/** Email and password. Afterwards a whole new page is loaded: nothing of the signed-out one may stay. */
export function SignInForm({ next }: { next: string }) {
  const signIn = useMutation(signInMutation());
  const wait = useWaitSeconds(signIn.error);
  const password = useRef<HTMLInputElement>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (signIn.isPending || signIn.isSuccess || wait > 0) return;
    const form = new FormData(event.currentTarget);
    signIn.mutate(
      { email: textOf(form, "email").trim(), password: textOf(form, "password") },
      {
        onSuccess: () => window.location.replace(next),
        onError: () => password.current?.select(),
      },
    );
  };
  const failure = formError(signIn.error, ["email", "password"]);
  return (
    <>
      <h1 className="text-2xl font-medium tracking-tight">Sign in</h1>
      {next !== "/" && (
        <p className="mt-1 truncate text-sm text-secondary" title={next}>
          to go on to <span className="font-mono text-xs">{readable(next)}</span>
        </p>
      )}
      {/* POST, so that a form sent before the script runs puts no password into the address. */}
      <form method="post" onSubmit={submit} className="mt-6 flex flex-col gap-4">
        {failure !== null && (
          <Banner tone="danger" title={failure}>
            {wait > 0 && <span aria-live="off">You can try again in {wait} s.</span>}
          </Banner>
        )}
        <Field label="Email" error={fieldError(signIn.error, "email")}>
          {(control) => (
            <Input
              {...control}
              name="email"
              type="email"
              inputMode="email"
              autoComplete="username"
              autoCapitalize="off"
              autoFocus
              required
            />
          )}
        </Field>
        <Field label="Password" error={fieldError(signIn.error, "password")}>
          {(control) => (
            <PasswordInput
              {...control}
              ref={password}
              name="password"
              autoComplete="current-password"
              required
            />
          )}
        </Field>
        <Button
          type="submit"
          variant="primary"
          size="lg"
          className="mt-2 w-full"
          loading={signIn.isPending || signIn.isSuccess}
          {...(wait > 0 ? { disabledReason: `Too many tries: wait ${wait} s` } : {})}
        >
          Sign in
        </Button>
      </form>
      <p className="mt-8 border-t border-line pt-4 text-sm text-secondary">
        No account yet, or locked out? Each start of the server prints a one-time link in its terminal. An
        admin can also set a new password under Settings.
      </p>
    </>
  );
}

/** A path as a person reads it; as it stands when it is not valid percent-encoding. */
function readable(path: string): string {
  try {
    return safeText(decodeURI(path), 120);
  } catch {
    return safeText(path, 120);
  }
}

"use client";

import { useMutation } from "@tanstack/react-query";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { onceMutation } from "#lib/client/accounts.ts";
import { ProblemError } from "#lib/client/http.ts";
import { OnceUsed } from "./once-used.tsx";

/** Signs in by the one-time link as the earliest admin. */
export function OnceSignIn({ token, name }: { token: string; name: string }) {
  const use = useMutation(onceMutation());
  if (use.error instanceof ProblemError && use.error.code === "gone") return <OnceUsed />;
  return (
    <>
      <h1 className="text-2xl font-medium tracking-tight">
        Sign in as <SafeText text={name} maxLength={80} />
      </h1>
      <p className="mt-3 text-sm text-secondary">
        This link was printed in the server's terminal. It signs you in as the earliest active admin, works
        once, and leaves a line in the audit.
      </p>
      {use.error !== null && <Banner tone="danger" title={use.error.message} className="mt-4" />}
      <Button
        variant="primary"
        size="lg"
        className="mt-6 w-full"
        loading={use.isPending || use.isSuccess}
        onClick={() => use.mutate({ token }, { onSuccess: () => window.location.replace("/") })}
      >
        Sign in
      </Button>
    </>
  );
}

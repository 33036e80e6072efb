"use client";

import { useMutation } from "@tanstack/react-query";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { leaveDisplayMutation } from "#lib/client/displays.ts";

/** What a browser that is a display has instead of an account: its name, and the way out. */
export function DisplayProfile({ name }: { name: string }) {
  const leave = useMutation(leaveDisplayMutation());
  return (
    <Section title="This browser is a display">
      <div className="flex max-w-xl flex-col items-start gap-3 text-sm text-secondary">
        <p>
          It shows what <SafeText text={name} maxLength={80} className="text-primary" /> may see, and can
          change nothing. Whoever signs in here is themselves until they sign out.
        </p>
        {leave.error !== null && <Banner tone="danger" title={leave.error.message} />}
        <Button
          loading={leave.isPending || leave.isSuccess}
          onClick={() => leave.mutate(undefined, { onSuccess: () => window.location.assign("/wall") })}
        >
          Forget this display
        </Button>
      </div>
    </Section>
  );
}

"use client";

import { useState } from "react";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeLine } from "#components/ui/code-line.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { EmptyState, ErrorState, ForbiddenState } from "#components/ui/message-state.tsx";
import { Skeleton, SkeletonRows } from "#components/ui/skeleton.tsx";
import { Example, Part } from "./example.tsx";

/** What the console says back: banners, the states of a whole screen, questions and toasts. */
export function FeedbackPart() {
  return (
    <Part
      id="feedback"
      title="Banners, empty, error, loading"
      note="What happened, what it means, what to do: in that order, in one or two sentences. What is empty says why, and has one line to
        copy. What is being read is as high as what will come."
    >
      <div className="flex flex-col gap-6">
        <div className="flex flex-col gap-2">
          <Banner tone="info" title="The server started 12s ago, and collects evidence.">
            Verdicts come when the grace period ends, in 18s. Nothing is cleared before.
          </Banner>
          <Banner tone="warn" title="The data is 9s old." action={<Button size="sm">Read again</Button>}>
            The stream is being opened again; values turn grey after 15s.
          </Banner>
          <Banner tone="danger" title="The server is read-only: its disk is full.">
            What you see is right; nothing can be changed until there is room.
          </Banner>
        </div>
        <div className="grid grid-cols-1 gap-x-10 lg:grid-cols-2">
          <EmptyState
            title="No lock has been seen yet"
            action={<Button variant="primary">Start a drill…</Button>}
          >
            <p>An agent shows the file locks of its host. Start one on each host.</p>
            <CodeLine label="the agent’s command" code="npx locksmith agent" />
          </EmptyState>
          <ErrorState
            title="This list could not be read"
            detail="The server did not answer within 10s."
            code="unavailable"
            onRetry={() => {}}
          />
          <ForbiddenState reason="Accounts are for admins; your role is viewer." />
          <div className="py-8">
            <SkeletonRows rows={4} label="An example of rows that are read" />
            <Skeleton className="mt-4 h-16" />
          </div>
        </div>
        <Asking />
      </div>
    </Part>
  );
}

function Asking() {
  const [open, setOpen] = useState<"typed" | "fails" | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="flex flex-wrap gap-x-8 gap-y-4">
      <Example name="Asks before it acts; the name is typed for what can’t be undone">
        <Button variant="danger" onClick={() => setOpen("typed")}>
          Remove the token…
        </Button>
      </Example>
      <Example name="Stays open when it fails, and says why">
        <Button onClick={() => setOpen("fails")}>Fail…</Button>
      </Example>
      <Example name="Toasts answer what the reader did">
        <Button onClick={() => void toastOf("done")}>Done</Button>
        <Button onClick={() => void toastOf("failed")}>Failed</Button>
      </Example>
      <ConfirmDialog
        open={open !== null}
        onOpenChange={(next) => !next && close()}
        title="Remove the token wall-3?"
        verb="Remove wall-3"
        danger
        {...(open === "typed" && { typedName: "wall-3" })}
        onConfirm={async () => {
          if (open === "fails") throw new Error("The server did not answer. Nothing was removed.");
        }}
      >
        <p>
          The wall that uses it goes dark within a second. It cannot be brought back; a new one can be made.
        </p>
      </ConfirmDialog>
    </div>
  );
}

async function toastOf(kind: "done" | "failed") {
  const { toast } = await import("sonner");
  if (kind === "done") toast.success("The note was added", { description: "Everybody sees it now." });
  else toast.error("The note was not added", { description: "The server did not answer. Try again." });
}

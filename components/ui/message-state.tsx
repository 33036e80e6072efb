"use client";

import { Ban, Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";

function Message(props: { mark?: ReactNode; title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex w-full max-w-xl flex-col items-start gap-2 py-10">
      {props.mark}
      <h2 className="text-lg font-medium text-balance">{props.title}</h2>
      {props.children !== undefined && (
        <div className="flex w-full flex-col gap-2 text-sm text-secondary">{props.children}</div>
      )}
      {props.action !== undefined && <div className="mt-2 flex flex-wrap gap-2">{props.action}</div>}
    </div>
  );
}

/** Nothing here yet, or nothing that fits: says why, and what to do next. */
export function EmptyState(props: { title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return <Message {...props} />;
}

/** Something failed: the problem's own title and detail, its code for a report, and a way to try again. */
export function ErrorState(props: {
  title: string;
  detail?: string | undefined;
  code?: string | undefined;
  onRetry?: (() => void) | undefined;
}) {
  const { title, detail, code, onRetry } = props;
  return (
    <div role="alert">
      <Message
        mark={<Ban aria-hidden size={18} className="text-hot" />}
        title={title}
        action={onRetry === undefined ? undefined : <Button onClick={onRetry}>Try again</Button>}
      >
        {detail !== undefined && <p>{detail}</p>}
        {code !== undefined && <p className="font-mono text-xs text-tertiary">{code}</p>}
      </Message>
    </div>
  );
}

/** Signed in, but not allowed: says what is needed and who can give it. */
export function ForbiddenState({ reason, children }: { reason: string; children?: ReactNode }) {
  return (
    <Message mark={<Lock aria-hidden size={18} className="text-tertiary" />} title="You may not see this">
      <p>{reason}</p>
      {children ?? <p>An admin can change your role under Settings, Accounts.</p>}
    </Message>
  );
}

"use client";

import { useId, useState } from "react";
import { fieldError, formError } from "#components/auth/problem-words.ts";
import { Words } from "#components/locks/words.tsx";
import { useVisitor } from "#components/shell/visitor.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { ProblemError } from "#lib/client/http.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { reasonProblem } from "#lib/domain/operations/reason.ts";
import { type Role, roles } from "#lib/domain/roles.ts";
import { ChangeTable } from "./change-table.tsx";
import { ConfirmFields, type Decision, noDecision } from "./confirm-fields.tsx";
import { headingOf, verbOf } from "./operation-words.ts";
import { Person } from "./person.tsx";
import { PlanView } from "./plan-view.tsx";
import type { Ask, Shown } from "./review.ts";
import { useReview } from "./use-review.ts";

/** Why it cannot be sent yet; undefined when it can. */
function blockedBy(ask: Ask, shown: Shown, decision: Decision, role: Role | null): string | undefined {
  const needed = ask.act === "confirm" ? shown.policy.confirmRole : shown.policy.acknowledgeRole;
  if (role === null || roles.indexOf(role) < roles.indexOf(needed)) {
    return `This needs the role ${needed}; yours is ${role ?? "none"}.`;
  }
  const [refusal] = ask.act === "confirm" ? shown.plan.refusals : [];
  if (refusal !== undefined) return refusal;
  const reason = shown.policy.reason && ask.act === "confirm" ? reasonProblem(decision.reason) : null;
  if (reason !== null) return reason;
  const { typedName } = shown.plan;
  if (typedName !== null && ask.act === "confirm" && decision.typedName !== typedName) {
    return `Type the name first: ${typedName}`;
  }
  if (shown.policy.kind === "bypass" && !decision.readNotVerified) {
    return "Say first that you read what is not verified.";
  }
  return undefined;
}

/**
 * Shows what would happen, and asks for the decision. It is bound to what it shows: a fact that changed since is shown
 * beside what it was, and has to be looked at first. It stays open until the server has said yes, sends once however
 * often it is pressed, and remembers nothing.
 */
export function ConfirmOperation(props: {
  ask: Ask;
  onClose: () => void;
  onDecided: (operation: OperationDetail) => void;
}) {
  const { ask, onClose, onDecided } = props;
  const { review, decide, look, again } = useReview(ask, onDecided);
  const [decision, setDecision] = useState<Decision>(noDecision);
  const form = useId();
  const { role } = useVisitor();
  const { phase, shown, problem } = review;
  const sending = phase === "sending";
  const blocked = shown === null ? "The plan is not there yet." : blockedBy(ask, shown, decision, role);
  const submit = () => {
    if (blocked !== undefined || shown === null) return;
    void decide({
      reason: decision.reason.trim(),
      typedName: shown.plan.typedName === null ? null : decision.typedName,
      readNotVerified: decision.readNotVerified,
    });
  };
  const lookAgain = () => {
    // What was typed for other facts does not stand for these; the reason is the person's own text.
    setDecision({ ...noDecision, reason: decision.reason });
    look();
  };
  return (
    <Dialog
      open
      wide
      review
      onOpenChange={(open) => !open && onClose()}
      title={<Words text={headingOf(ask, shown)} />}
      {...(ask.act === "acknowledge" && { description: <Asked operation={ask.operation} /> })}
      locked={sending}
      footer={
        <>
          {blocked !== undefined && phase === "review" && (
            <p className="min-w-0 flex-1 self-center text-xs text-secondary max-sm:order-last">
              <SafeText text={blocked} maxLength={300} />
            </p>
          )}
          <Button onClick={onClose} disabled={sending} className="max-sm:h-11">
            Cancel
          </Button>
          {phase === "changed" ? (
            <Button variant="primary" onClick={lookAgain} className="max-sm:h-11">
              Review the plan again
            </Button>
          ) : (
            <Button
              type="submit"
              form={form}
              variant={ask.act === "acknowledge" ? "primary" : "danger"}
              loading={sending}
              disabledReason={phase === "unreadable" ? "There is no plan to confirm." : blocked}
              className="max-sm:h-auto max-sm:min-h-11 max-sm:whitespace-normal"
            >
              {shown === null ? "Confirm" : verbOf(ask, shown)}
            </Button>
          )}
        </>
      }
    >
      <form
        id={form}
        method="post"
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {phase === "reading" && <SkeletonRows rows={8} label="Making the plan" />}
        {phase === "unreadable" && <Unreadable problem={problem} onRetry={again} />}
        {phase === "changed" && <ChangeTable changes={review.changes} />}
        {shown !== null && phase !== "changed" && (
          <>
            <Refusals ask={ask} shown={shown} />
            <PlanView shown={shown} />
            <ConfirmFields
              ask={ask}
              shown={shown}
              decision={decision}
              onChange={setDecision}
              reasonError={fieldError(problem, "reason")}
              nameError={fieldError(problem, "typedName")}
            />
            <Failure problem={problem} />
          </>
        )}
      </form>
    </Dialog>
  );
}

/** Who wants it, and why: the second person decides on that as well. */
function Asked({ operation }: { operation: OperationDetail }) {
  const by = operation.confirmedBy ?? operation.createdBy;
  return (
    <>
      <Person of={by} /> asks you to acknowledge this as the second person.
      {operation.reason !== "" && (
        <>
          {" Why: "}
          <SafeText text={operation.reason} maxLength={2_000} className="text-primary" />
        </>
      )}
    </>
  );
}

function Refusals({ ask, shown }: { ask: Ask; shown: Shown }) {
  if (ask.act !== "confirm") return null;
  return shown.plan.refusals.map((refusal) => (
    <Banner key={refusal} tone="danger" title={<Words text={refusal} />} />
  ));
}

function Unreadable({ problem, onRetry }: { problem: Error | null; onRetry: () => void }) {
  const code = problem instanceof ProblemError ? problem.code : undefined;
  return (
    <Banner
      tone="danger"
      title={problem?.message ?? "The plan could not be made."}
      action={
        code === "forbidden" ? undefined : (
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {code !== undefined && <span className="font-mono text-xs">{code}</span>}
    </Banner>
  );
}

function Failure({ problem }: { problem: Error | null }) {
  const text = formError(problem, ["reason", "typedName"]);
  if (text === null) return null;
  return <Banner tone="danger" title={text} />;
}

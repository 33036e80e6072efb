"use client";

import { type FocusEvent, useEffect, useRef } from "react";
import { useVisitor } from "#components/shell/visitor.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ButtonVariant } from "#components/ui/button-class.ts";
import { cn } from "#components/ui/cn.ts";
import { SafeText } from "#components/ui/safe-text.tsx";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { roughly } from "#lib/domain/words.ts";
import { useDesk } from "./desk.tsx";
import type { DeskTask } from "./desk-task.ts";
import { type ShownVerb, shownVerbs, type Verb } from "./operation-verbs.ts";

const looks: Record<Verb, { label: string; variant: ButtonVariant }> = {
  confirm: { label: "Review and confirm…", variant: "primary" },
  acknowledge: { label: "Acknowledge…", variant: "primary" },
  ask: { label: "Ask again…", variant: "secondary" },
  bypass: { label: "Bypass…", variant: "danger" },
  resume: { label: "Resume now…", variant: "primary" },
  extend: { label: "Extend the hold…", variant: "secondary" },
  promote: { label: "Promote…", variant: "primary" },
  rollback: { label: "Roll back…", variant: "danger" },
  abort: { label: "Abort…", variant: "secondary" },
};

function taskOf(verb: Verb, operation: OperationDetail): DeskTask {
  switch (verb) {
    case "confirm":
      return { form: "review", ask: { act: "confirm", operation } };
    case "acknowledge":
      return { form: "review", ask: { act: "acknowledge", operation } };
    case "resume":
      return {
        form: "review",
        ask: { act: "confirm", spec: { kind: "resume", operationId: operation.id } },
      };
    case "extend":
      return { form: "extend", operation };
    case "bypass":
      return { form: "bypass", operation };
    default:
      return { form: "act", operation, verb };
  }
}

/**
 * A button goes when what it does is no longer possible, also while it has the focus: then the page has it, not nobody.
 * Returns what notes which of the buttons had it last.
 */
function useFocusKept(): (event: FocusEvent) => void {
  const last = useRef<Element | null>(null);
  useEffect(() => {
    if (last.current === null || last.current.isConnected) return;
    last.current = null;
    const { activeElement } = document;
    if (activeElement !== null && activeElement !== document.body) return;
    document.getElementById("main")?.focus({ preventScroll: true });
  });
  return ({ target }) => {
    last.current = target;
  };
}

/**
 * What can be done to it now, by whoever looks. On a phone the first button lies within reach of a thumb, above the
 * bar of places.
 */
export function OperationActions({ operation }: { operation: OperationDetail }) {
  const desk = useDesk();
  const { role } = useVisitor();
  const keepFocus = useFocusKept();
  const shown = shownVerbs(operation, role);
  const drains =
    operation.kind === "clear" && operation.state === "waiting" && role !== null && role !== "viewer";
  if (shown.length === 0 && !drains) return null;
  const [first, ...rest] = shown;
  const press = (verb: Verb) => desk(taskOf(verb, operation));
  return (
    <section
      aria-label="What you can do"
      className="flex flex-wrap items-center gap-2 print:hidden"
      onFocus={keepFocus}
    >
      {first !== undefined && (
        <div className="max-sm:fixed max-sm:inset-x-0 max-sm:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] max-sm:z-20 max-sm:border-t max-sm:border-line max-sm:bg-base max-sm:p-3">
          <VerbButton shown={first} operation={operation} onPress={press} big />
          {first.reason !== null && (
            <p className="mt-1.5 text-xs text-secondary sm:hidden">
              <SafeText text={first.reason} maxLength={300} />
            </p>
          )}
        </div>
      )}
      {drains && (
        <Button
          onClick={() => desk({ form: "drain", forOperation: operation })}
          className="pointer-coarse:h-11"
        >
          Drain who could take it again…
        </Button>
      )}
      {rest.map((one) => (
        <VerbButton key={one.verb} shown={one} operation={operation} onPress={press} />
      ))}
    </section>
  );
}

function VerbButton(props: {
  shown: ShownVerb;
  operation: OperationDetail;
  onPress: (verb: Verb) => void;
  big?: boolean;
}) {
  const { shown, operation, onPress, big = false } = props;
  const look = looks[shown.verb];
  const label =
    shown.verb === "acknowledge" && operation.kind !== "bypass"
      ? `Acknowledge for ${roughly(operation.policy.ackWindowMs)}…`
      : look.label;
  return (
    <Button
      variant={look.variant}
      disabledReason={shown.reason ?? undefined}
      onClick={() => onPress(shown.verb)}
      className={cn("pointer-coarse:h-11", big && "max-sm:w-full max-sm:text-md")}
    >
      {label}
    </Button>
  );
}

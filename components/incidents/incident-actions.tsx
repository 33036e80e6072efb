"use client";

import { FileText } from "lucide-react";
import Link from "next/link";
import { useCan, useVisitor } from "#components/shell/visitor.tsx";
import { Button } from "#components/ui/button.tsx";
import { type ButtonVariant, buttonClass } from "#components/ui/button-class.ts";
import { cn } from "#components/ui/cn.ts";
import { incidentReportHref } from "#lib/client/paths.ts";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import { useIncidentDesk } from "./incident-desk.tsx";
import type { IncidentTask } from "./incident-task.ts";

interface Offer {
  label: string;
  task: IncidentTask;
  reason: string | null;
}

/** What means something now, the most wanted first. What the state alone forbids stays, and says why. */
function offersOf(incident: IncidentDetail, meId: string): Offer[] {
  const { state, allowed, acknowledged, commander, mergedInto } = incident;
  if (mergedInto !== null) return [];
  const offers: Offer[] = [];
  const offer = (verb: keyof typeof allowed, label: string, task: IncidentTask) =>
    offers.push({
      label,
      task,
      reason: allowed[verb].allowed ? null : (allowed[verb].reason ?? "It can't be done now."),
    });
  if (state === "resolved") offer("reopen", "Reopen…", { form: "words", verb: "reopen" });
  if (acknowledged === null && state !== "resolved") {
    offer("acknowledge", "Acknowledge…", { form: "words", verb: "acknowledge" });
  }
  if (state !== "resolved") {
    if (state === "mitigated") offer("resolve", "Resolve…", { form: "words", verb: "resolve" });
    if (commander?.id !== meId) {
      offer("take-role", "Take command…", { form: "role", role: "commander", give: "me" });
    }
  }
  offer("note", "Note…", { form: "words", verb: "note" });
  if (state !== "resolved") {
    offer("severity", "Severity…", { form: "severity" });
    offer("merge", "Merge…", { form: "merge" });
    if (state === "open") offer("resolve", "Resolve…", { form: "words", verb: "resolve" });
  }
  return offers;
}

/**
 * What can be done to it now, by whoever looks. On a phone the first button lies within reach of a thumb, above the
 * bar of places.
 */
export function IncidentActions({ incident }: { incident: IncidentDetail }) {
  const may = useCan("incident.write").allowed;
  const me = useVisitor();
  const desk = useIncidentDesk();
  const offers = may ? offersOf(incident, me.id) : [];
  const urgent = incident.state !== "resolved";
  return (
    <section aria-label="What you can do" className="flex flex-wrap items-center gap-2 print:hidden">
      {offers.map((offer, index) => (
        <div
          key={offer.label}
          className={cn(
            index === 0 &&
              urgent &&
              "max-sm:fixed max-sm:inset-x-0 max-sm:bottom-[calc(3.5rem+env(safe-area-inset-bottom))] max-sm:z-20 max-sm:border-t max-sm:border-line max-sm:bg-base max-sm:p-3",
          )}
        >
          <OfferButton
            offer={offer}
            variant={index === 0 && urgent ? "primary" : "secondary"}
            big={index === 0 && urgent}
            onPress={() => desk(offer.task)}
          />
        </div>
      ))}
      <Link
        href={incidentReportHref(incident.id)}
        className={cn(buttonClass("secondary"), "pointer-coarse:min-h-11")}
      >
        <FileText aria-hidden size={14} />
        Report
      </Link>
    </section>
  );
}

function OfferButton(props: { offer: Offer; variant: ButtonVariant; big: boolean; onPress: () => void }) {
  const { offer, variant, big, onPress } = props;
  return (
    <Button
      variant={variant}
      disabledReason={offer.reason ?? undefined}
      onClick={onPress}
      className={cn("pointer-coarse:h-11", big && "max-sm:w-full max-sm:text-md")}
    >
      {offer.label}
    </Button>
  );
}

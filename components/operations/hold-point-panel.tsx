import { Section } from "#components/ui/page-header.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Countdown, TimeAgo } from "#components/ui/time-ago.tsx";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { roughly } from "#lib/domain/words.ts";
import { PagedLine } from "./paged-line.tsx";
import { Person } from "./person.tsx";

/** The hold point: who asked whom, who answered, and until when the answer counts. */
export function HoldPointPanel({
  operation,
  holdPoint,
}: {
  operation: OperationDetail;
  holdPoint: NonNullable<OperationDetail["holdPoint"]>;
}) {
  const { by, at, untilAt, note, askedAt, askedBy, pageId } = holdPoint;
  const { policy, state } = operation;
  // Once it has begun, nobody is awaited any more: a bypass may have taken the acknowledgement's place.
  const over = state !== "waiting";
  return (
    <Section title="Hold point" className="max-lg:order-first">
      <div className="flex flex-col gap-1 text-sm">
        {by === null ? (
          <p className="flex flex-wrap items-center gap-x-3">
            <StateBadge
              state={over ? "expired" : "waiting"}
              label={over ? "Not acknowledged" : "Acknowledgement awaited"}
            />
            {!over && (
              <span className="text-secondary">
                from a second person ({policy.acknowledgeRole} or above); it then counts for{" "}
                {roughly(policy.ackWindowMs)}
              </span>
            )}
          </p>
        ) : (
          <p className="flex flex-wrap items-center gap-x-3">
            <StateBadge
              state="open"
              label={
                <>
                  Acknowledged by <Person of={by} />
                </>
              }
            />
            {at !== null && <TimeAgo atMs={at} className="text-secondary" />}
            {!over && untilAt !== null && (
              <Countdown
                untilMs={untilAt}
                before="the gate shuts"
                atZero="the gate has shut: ask again"
                className="font-medium tabular-nums"
              />
            )}
          </p>
        )}
        {note !== null && note !== "" && (
          <SafeText text={note} maxLength={2_000} className="text-secondary" />
        )}
        <p className="text-xs text-tertiary">
          Asked by <Person of={askedBy} /> <TimeAgo atMs={askedAt} />.
        </p>
        <PagedLine
          pageId={pageId}
          operationId={operation.id}
          ofDrill={operation.drill === true}
          awaited={!over && by === null}
        />
      </div>
    </Section>
  );
}

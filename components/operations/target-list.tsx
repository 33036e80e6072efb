"use client";

import Link from "next/link";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { lockIdHref, nodeHref, operationHref } from "#lib/client/paths.ts";
import type { Target } from "#lib/domain/operations/operation.ts";
import { grouped } from "#lib/domain/words.ts";

const firstShown = 6;
const nouns = { lock: "lock", unit: "unit", node: "node", operation: "operation" } as const;

/** "1 lock", "12 units": the exact number, as the server counted it. */
export function targetCount(targets: readonly Target[], count: number): string {
  const noun = nouns[targets[0]?.kind ?? "unit"];
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function hrefOf({ id, kind }: Target): string | null {
  if (kind === "lock") return lockIdHref(id);
  if (kind === "node") return nodeHref(id);
  return kind === "operation" ? operationHref(id) : null;
}

/** What it would be done to, the first of them; all that the plan names on request. */
export function TargetList({ targets, count }: { targets: readonly Target[]; count: number }) {
  const [all, setAll] = useState(false);
  const shown = all ? targets : targets.slice(0, firstShown);
  return (
    <>
      <ul className="text-sm">
        {shown.map((target) => (
          <TargetLine key={`${target.kind} ${target.id}`} target={target} />
        ))}
      </ul>
      {count > shown.length && (
        <p className="mt-1 flex flex-wrap items-center gap-2 text-sm text-secondary">
          and {grouped(count - shown.length)} more
          {targets.length > shown.length && (
            <Button size="sm" onClick={() => setAll(true)}>
              Show {targets.length === count ? "all" : `the first ${grouped(targets.length)}`}
            </Button>
          )}
        </p>
      )}
    </>
  );
}

function TargetLine({ target }: { target: Target }) {
  const href = hrefOf(target);
  const label = <SafeText text={target.label} maxLength={160} />;
  return (
    <li className="flex flex-wrap gap-x-3 border-t border-line py-1.5 first:border-t-0">
      <span className="min-w-0 font-medium">
        {href === null ? (
          label
        ) : (
          <Link href={href} prefetch={false} className="underline-offset-2 hover:underline">
            {label}
          </Link>
        )}
      </span>
      {target.note !== null && <SafeText text={target.note} maxLength={200} className="text-secondary" />}
    </li>
  );
}

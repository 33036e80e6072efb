"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Words } from "#components/locks/words.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { openOperationsQuery } from "#lib/client/operations.ts";
import { operationHref } from "#lib/client/paths.ts";
import { Due } from "./due.tsx";

/** On every screen while gates are overridden: which, and for how much longer. */
export function BypassBanner() {
  const { data } = useQuery(openOperationsQuery());
  const inForce = (data?.items ?? []).filter(
    ({ kind, state }) => kind === "bypass" && (state === "running" || state === "verifying"),
  );
  return inForce.map((row) => (
    <Banner
      key={row.id}
      tone="danger"
      title={
        <>
          Bypass in force: <Words text={row.title} />
        </>
      }
      action={
        <Link href={operationHref(row.id)} className={buttonClass("secondary", "sm")}>
          Open
        </Link>
      }
    >
      {row.due !== null && <Due due={row.due} className="tabular-nums" />}
    </Banner>
  ));
}

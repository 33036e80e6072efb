"use client";

import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { useEffect } from "react";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { EmptyState } from "#components/ui/message-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";

const lookAgainMs = 5_000;

/** The name of a lock as its page's path has it; as it stands when the path is not valid percent-encoding. */
export function keyOfPath(pathname: string): string {
  const raw = pathname.replace(/^\/locks\/[^/]*\//, "");
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

/** No lock of this name was ever seen: said as it is, because "free" would be a guess. */
export function LockMissing() {
  const router = useRouter();
  // It may be taken at any moment: a page that says "never seen" must not stand still.
  useEffect(() => {
    const id = setInterval(() => !document.hidden && router.refresh(), lookAgainMs);
    return () => clearInterval(id);
  }, [router]);
  const key = keyOfPath(usePathname());
  return (
    <>
      <PageHeader title={<SafeText text={key} maxLength={160} />} />
      <EmptyState
        title="No such lock was ever seen"
        action={
          <>
            <Link href="/locks" className={buttonClass("primary")}>
              All locks
            </Link>
            <Link href={`/locks?q=${encodeURIComponent(key.slice(0, 200))}`} className={buttonClass()}>
              Search for it
            </Link>
            <Button onClick={() => router.refresh()}>Look again</Button>
          </>
        }
      >
        <p>
          Either the link names it wrongly, or no agent has reported it and nobody has taken it yet. That does
          not say that nobody holds such a file: a host without an agent is not seen. Records older than 90
          days are forgotten.
        </p>
      </EmptyState>
    </>
  );
}

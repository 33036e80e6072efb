import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "#components/ui/button-class.ts";
import { EmptyState } from "#components/ui/message-state.tsx";

export const metadata: Metadata = { title: "Not found" };

/** An address that leads nowhere. */
export default function NotFound() {
  return (
    <main>
      <EmptyState
        title="There is nothing at this address"
        action={
          <Link href="/" className={buttonClass("primary")}>
            Overview
          </Link>
        }
      >
        <p>The link may be mistyped. A lock that is gone keeps its page; look for it under Locks.</p>
      </EmptyState>
    </main>
  );
}

import Link from "next/link";
import { buttonClass } from "#components/ui/button-class.ts";
import { EmptyState } from "#components/ui/message-state.tsx";

/** Something that a screen was asked for and that was never seen here. */
export default function NeverSeen() {
  return (
    <EmptyState
      title="This was never seen here"
      action={
        <Link href="/locks" className={buttonClass("primary")}>
          All locks
        </Link>
      }
    >
      <p>The link may be mistyped, or older than what is kept.</p>
    </EmptyState>
  );
}

import Link from "next/link";

/** To the audit of one lock or operation: who did what about it, and on what evidence. */
export function AuditLink(props: { operation: string } | { target: string }) {
  return (
    <Link
      href={`/audit?${new URLSearchParams(props)}`}
      className="inline-flex min-h-6 items-center text-xs text-secondary underline-offset-2 hover:text-primary hover:underline"
    >
      Audit
    </Link>
  );
}

import type { Metadata } from "next";
import { AuditScreen } from "#components/audit/audit-screen.tsx";

export const metadata: Metadata = { title: "Audit" };

/** Who did what, why, and on what evidence. */
export default function AuditPage() {
  return <AuditScreen />;
}

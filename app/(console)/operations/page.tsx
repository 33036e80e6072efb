import type { Metadata } from "next";
import { OperationsScreen } from "#components/operations/operations-screen.tsx";

export const metadata: Metadata = { title: "Operations" };

/** Every guarded action; the rows come over the stream. */
export default function OperationsPage() {
  return <OperationsScreen />;
}

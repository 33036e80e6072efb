import type { Metadata } from "next";
import { OwnersScreen } from "#components/owners/owners-screen.tsx";

export const metadata: Metadata = { title: "Owners" };

/** Everybody who holds, waits or beats; the rows come over the stream. */
export default function OwnersPage() {
  return <OwnersScreen />;
}

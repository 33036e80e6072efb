import type { Grant } from "#lib/contract/leases.ts";
import { ask, endsSession, isProblem, type Link } from "./link.ts";

export type Asked = { outcome: "granted"; epoch: number } | { outcome: "refused" | "not-now" | "gone" };

/** Asks for a lease once; what stands in the way is said, whatever else goes wrong is thrown. */
export async function askForLease(
  link: Link,
  resource: string,
  sessionId: string,
  onLost: "release" | "keep",
): Promise<Asked> {
  try {
    const body = { sessionId, waitMs: 0, onLost };
    const { epoch } = await ask<Grant>(link, `${pathOf(resource)}/acquire`, body);
    return { outcome: "granted", epoch };
  } catch (error) {
    if (!isProblem(error)) throw error;
    if (error.code === "lock-held") return { outcome: "refused" };
    if (endsSession(error)) return { outcome: "gone" };
    if (error.code === "not-now" || error.code === "recovering") return { outcome: "not-now" };
    throw error;
  }
}

export async function giveBack(
  link: Link,
  resource: string,
  sessionId: string,
  epoch: number,
): Promise<void> {
  await ask(link, `${pathOf(resource)}/release`, { sessionId, epoch });
}

function pathOf(resource: string): string {
  return `/api/v1/leases/${encodeURIComponent(resource)}`;
}

import type { SessionProcess } from "./session-facts.ts";

/**
 * Whether a process is proven to have ended: its host runs another boot, or its PID is gone or belongs to another
 * process, as seen within its own boot and PID namespace. An ended process never comes back, so such a sight
 * needs no freshness. A process that was named incompletely can never be proven gone.
 */
export function isProofOfEnd({ process, sight }: SessionProcess): boolean {
  if (sight === null || process.bootId === "") return false;
  if (sight.status === "other-boot") return true;
  const named = process.pidNs !== "" && process.pid > 0 && process.startTime > 0;
  return named && (sight.status === "gone" || sight.status === "reused");
}

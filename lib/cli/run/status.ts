import { safeText } from "#lib/domain/safe-text.ts";

/** What `locksmith run` has to say while the command owns the terminal. */
export type RunStatus =
  | { event: "waiting"; place: number | null; waiters: number; leftMs: number }
  | { event: "granted"; epoch: number; waitedMs: number }
  | { event: "lost"; reason: string }
  | { event: "warning"; text: string }
  | { event: "released"; epoch: number };

/** Says it on stderr (stdout is the command's): as one line of JSON, or for a person, who wants to hear less. */
export function statusTo(write: (text: string) => void, lock: string, json: boolean) {
  const name = safeText(lock, 120);
  return (status: RunStatus): void => {
    const text = json ? JSON.stringify({ lock, ...status }) : sentence(name, status);
    if (text !== null) write(json ? `${text}\n` : `locksmith: ${text}\n`);
  };
}

function sentence(name: string, status: RunStatus): string | null {
  switch (status.event) {
    case "waiting": {
      const place = status.place === null ? "" : `, place ${status.place} of ${status.waiters}`;
      return `waiting for ${name}${place}, ${Math.ceil(status.leftMs / 1000)} s left`;
    }
    case "granted":
      return status.waitedMs < 1_000 ? null : `${name} granted, epoch ${status.epoch}`;
    case "lost":
      return `${name}: ${safeText(status.reason, 300)}; stopping the command`;
    case "warning":
      return safeText(status.text, 300);
    case "released":
      return null;
  }
}

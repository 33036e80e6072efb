import { lockIdHref } from "#lib/client/paths.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { alertChoice } from "./alert-choice.ts";
import { hotNews, maySound } from "./hot-news.ts";
import { sound } from "./tone.ts";

const nameChars = 80;

/** Calls for somebody in this browser when a lock becomes HOT, as far as its reader chose to be called. */
export class HotBell {
  readonly #go: (href: string) => void;
  readonly #shown = new Map<string, Notification>();
  #before: ReadonlySet<string> | null = null;
  #soundedAt: number | null = null;

  /** `go` opens a page of the console in this tab. */
  constructor(go: (href: string) => void) {
    this.#go = go;
  }

  /** Looks at what is HOT now. `called`: this tab is the one that calls; the others only remember. */
  look(now: ReadonlyMap<string, LockRow>, called: boolean): void {
    const choice = alertChoice();
    const news = hotNews(this.#before, now, choice.drill);
    this.#before = new Set(now.keys());
    for (const id of news.over) this.#close(id);
    if (!called) return;
    if (choice.sound && maySound(news, this.#soundedAt, performance.now())) {
      this.#soundedAt = performance.now();
      void sound();
    }
    if (!choice.notify || !mayNotify()) return;
    for (const lock of news.began) {
      const held = lock.holder === null ? "Nobody is seen to hold it." : `Held by ${holderWords(lock)}.`;
      this.#show(lock.id, lockIdHref(lock.id), `HOT: ${safeText(lock.resource, nameChars)}`, held);
    }
    if (news.more > 0)
      this.#show("", "/locks?state=hot", `${news.more} locks became HOT`, "Each refuses somebody now.");
  }

  stop(): void {
    for (const id of [...this.#shown.keys()]) this.#close(id);
  }

  #show(id: string, href: string, title: string, body: string): void {
    const notification = notify(`hot-${id}`, title, body);
    if (notification === null) return;
    notification.onclick = () => {
      window.focus();
      this.#go(href);
      notification.close();
    };
    this.#shown.set(id, notification);
  }

  #close(id: string): void {
    this.#shown.get(id)?.close();
    this.#shown.delete(id);
    // With the last of them the sum says nothing any more.
    if (this.#before?.size === 0 && id !== "") this.#close("");
  }
}

function holderWords({ holder }: LockRow): string {
  const name = holder?.service ?? holder?.command ?? holder?.ownerId ?? "";
  const node = holder?.node ? ` on ${safeText(holder.node, nameChars)}` : "";
  return `${safeText(name, nameChars)}${node}`;
}

/**
 * Shows a notification; null where the browser has the permission and yet lets no page show one, as on Android. Of those
 * with one tag it shows the last, whichever tab asked.
 */
export function notify(tag: string, title: string, body: string): Notification | null {
  try {
    return new Notification(title, { body, tag: `locksmith-${tag}`, icon: "/icon.svg" });
  } catch {
    return null;
  }
}

/** Whether this browser was allowed to show notifications. */
export function mayNotify(): boolean {
  return "Notification" in window && Notification.permission === "granted";
}

import { alertChoice, onAlertChoice } from "./alert-choice.ts";

const callerLock = "locksmith.alerts";

/** Of all tabs of this browser one calls: the others would say the same again. */
export function becomeCaller(signal: AbortSignal): { calls: () => boolean } {
  let mine = false;
  let asked = false;
  const wanted = () => alertChoice().sound || alertChoice().notify;
  const ask = () => {
    if (!wanted() || asked) return;
    asked = true;
    // Only a secure origin has locks between tabs; elsewhere the tab that is looked at calls.
    if (!("locks" in navigator)) return;
    const end = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    const hold = () => {
      mine = true;
      return end;
    };
    navigator.locks.request(callerLock, { signal }, hold).catch(() => undefined);
  };
  const stop = onAlertChoice(ask);
  signal.addEventListener("abort", stop);
  ask();
  return { calls: () => wanted() && (mine || (!("locks" in navigator) && !document.hidden)) };
}

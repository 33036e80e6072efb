const mark = "#display=";

/** The secret in the fragment of a display's link; null when there is none. */
export function secretIn(hash: string): string | null {
  if (!hash.startsWith(mark)) return null;
  const secret = hash.slice(mark.length);
  return secret === "" ? null : secret;
}

/**
 * Takes the secret out of the address of this page: from then on it is neither in the address bar nor in the tab's
 * history, and nobody who copies the address passes it on.
 */
export function takeSecret(): string | null {
  const { hash, pathname, search } = window.location;
  const secret = secretIn(hash);
  if (secret !== null) window.history.replaceState(window.history.state, "", `${pathname}${search}`);
  return secret;
}

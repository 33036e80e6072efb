/** Where somebody was in the table when they opened a lock, to be there again when they come back. */
interface LockPlace {
  /** Filters and order of that moment: in another list the place means nothing. */
  search: string;
  id: string;
  offsetPx: number;
}

const storageKey = "locksmith.locks.place";

/** Keeps the place for this tab. */
export function leavePlace(place: LockPlace): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(place));
  } catch {
    // Storage is closed to us (a privacy setting): the list starts at its top.
  }
}

/** The place that was left in a list with this search; it is good once. */
export function takePlace(search: string): LockPlace | null {
  try {
    const place = parsePlace(sessionStorage.getItem(storageKey));
    sessionStorage.removeItem(storageKey);
    return place?.search === search ? place : null;
  } catch {
    return null;
  }
}

function parsePlace(text: string | null): LockPlace | null {
  if (text === null) return null;
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) return null;
  if (!("search" in value && "id" in value && "offsetPx" in value)) return null;
  const { search, id, offsetPx } = value;
  if (typeof search !== "string" || typeof id !== "string" || typeof offsetPx !== "number") return null;
  return { search, id, offsetPx };
}

/** What a reader chose for this browser, in all its tabs. */
export interface KeptChoice<T> {
  read: () => T;
  /** Changes a part of it, keeps it, and returns it as it was kept. */
  change: (part: Partial<T>) => string;
  /** Calls when it changed, here or in another tab; the answer ends that. */
  subscribe: (listener: () => void) => () => void;
}

/** A choice in the storage of the browser. `parse` makes one of whatever text is there; null: none is. */
export function keptChoice<T extends object>(
  storageKey: string,
  parse: (text: string | null) => T,
): KeptChoice<T> {
  const listeners = new Set<() => void>();
  let current: T | null = null;
  const read = () => {
    if (current !== null) return current;
    try {
      current = parse(localStorage.getItem(storageKey));
    } catch {
      // Storage is closed to us (a privacy setting).
      current = parse(null);
    }
    return current;
  };
  const change = (part: Partial<T>) => {
    current = { ...read(), ...part };
    const text = JSON.stringify(current);
    try {
      localStorage.setItem(storageKey, text);
    } catch {
      // Without storage the choice lasts until the page is closed.
    }
    for (const listener of listeners) listener();
    return text;
  };
  const subscribe = (listener: () => void) => {
    const reload = (event: StorageEvent) => {
      if (event.key !== storageKey) return;
      current = null;
      listener();
    };
    listeners.add(listener);
    window.addEventListener("storage", reload);
    return () => {
      listeners.delete(listener);
      window.removeEventListener("storage", reload);
    };
  };
  return { read, change, subscribe };
}

import { comparePlaces, type SortPlace } from "./lock-query.ts";

export interface PageAsk<T> {
  matches: (item: T) => boolean;
  place: (item: T) => SortPlace;
  descending: boolean;
  /** Start right after this place; null: from the beginning. */
  after: SortPlace | null;
  limit: number;
}

export interface PageOf<T> {
  items: T[];
  total: number;
  /** Where the next page starts, null when this is the last. */
  next: SortPlace | null;
}

/**
 * One page out of any number of items in one pass, without sorting them all: candidates beyond the worst of the
 * page are dropped as soon as they are seen. A page depends on where the one before ended, not on its length, so
 * items that come, go or move meanwhile neither break a cursor nor repeat what did not move.
 */
export function topPage<T>(items: Iterable<T>, ask: PageAsk<T>): PageOf<T> {
  let total = 0;
  let kept: { item: T; place: SortPlace }[] = [];
  let worst: SortPlace | null = null;
  const compare = (a: SortPlace, b: SortPlace) => comparePlaces(a, b, ask.descending);
  const settle = (): boolean => {
    kept.sort((a, b) => compare(a.place, b.place));
    // One more than the page, so that it is known whether there is a next one.
    const more = kept.length > ask.limit;
    kept = kept.slice(0, ask.limit + 1);
    if (more) worst = kept.at(-1)?.place ?? null;
    return more;
  };
  for (const item of items) {
    if (!ask.matches(item)) continue;
    total += 1;
    const place = ask.place(item);
    if (ask.after !== null && compare(place, ask.after) <= 0) continue;
    if (worst !== null && compare(place, worst) >= 0) continue;
    kept.push({ item, place });
    if (kept.length >= 2 * ask.limit + 64) settle();
  }
  const more = settle();
  const page = kept.slice(0, ask.limit);
  return { items: page.map((k) => k.item), total, next: more ? (page.at(-1)?.place ?? null) : null };
}

import { type ClassValue, clsx } from "clsx";

/**
 * Joins class names. Two classes that set the same thing stay both, and the style sheet's order decides, so give an
 * element only one: choose between them, and pass to a primitive only what it leaves open. Settling it here would
 * cost every first load 7 kB; the end-to-end tests find contradictions instead.
 */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes);
}

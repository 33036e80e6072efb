import type { Zone } from "./format-time.ts";

/** How close the rows of a table stand. */
export const densities = ["compact", "normal", "comfortable"] as const;
export type Density = (typeof densities)[number];

/** Height of a table's row in CSS pixels; targets of 24 px have room in each. */
export const rowPxOf: Readonly<Record<Density, number>> = { compact: 28, normal: 32, comfortable: 40 };

/** What one reader chose for this browser. Nothing here changes what the server does. */
export interface Preferences {
  /** Zone of absolute times. */
  zone: Zone;
  /** Whether a moment is told by how long ago it was, or by its time; the other is in its title. */
  times: "relative" | "absolute";
  density: Density;
  /** Columns that are not shown, by list. */
  hidden: Readonly<Record<string, readonly string[]>>;
  /** Single-key shortcuts such as `/` and `g l`. */
  keys: boolean;
  /** The coach of a drill, unfolded or folded; null: as there is room. */
  coach: boolean | null;
}

export const defaultPreferences: Preferences = {
  zone: "utc",
  times: "relative",
  density: "normal",
  hidden: {},
  keys: true,
  coach: null,
};

/** The cookie with the same, so that the server's first picture is the one that the browser goes on with. */
export const preferencesCookie = "locksmith-preferences";
const hiddenMax = 40;

/** What was stored, as far as this version understands it. */
export function parsePreferences(text: string | null): Preferences {
  if (text === null) return defaultPreferences;
  try {
    const stored: unknown = JSON.parse(text);
    if (typeof stored !== "object" || stored === null) return defaultPreferences;
    const { zone, times, density, hidden, keys, coach } = stored as Record<string, unknown>;
    return {
      zone: zone === "local" ? "local" : "utc",
      times: times === "absolute" ? "absolute" : "relative",
      density: densities.find((one) => one === density) ?? "normal",
      hidden: parseHidden(hidden),
      keys: keys !== false,
      coach: typeof coach === "boolean" ? coach : null,
    };
  } catch {
    return defaultPreferences;
  }
}

function parseHidden(stored: unknown): Preferences["hidden"] {
  if (typeof stored !== "object" || stored === null) return {};
  const lists = Object.entries(stored).flatMap(([list, ids]) =>
    Array.isArray(ids) && ids.every((id) => typeof id === "string")
      ? [[list, ids.slice(0, hiddenMax)] as const]
      : [],
  );
  return Object.fromEntries(lists);
}

/** What the server makes of the cookie. It knows neither the reader's zone nor how wide the screen is. */
export function preferencesOfCookie(cookie: string | undefined): Preferences {
  const { zone, coach } = defaultPreferences;
  return { ...parsePreferences(cookie ?? null), zone, coach };
}

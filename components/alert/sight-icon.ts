import type { Sight, SightKind } from "./sight.ts";

/** Hues as in the dark theme: a tab strip has its own ground, so each icon brings one. */
const ground = "#0c0e11";
const ink = "#e7eaee";
const hot = "#e0670b";
const stale = "#cc79a7";
const suspect = "#e69f00";
const down = "#c7462b";
const unknown = "#8b939d";

const key = (hue: string) =>
  `<path d="M10 4.4a3 3 0 0 1 1.6 5.5l1 5.7H7.4l1-5.7A3 3 0 0 1 10 4.4z" fill="${hue}"/>`;
const question = `<path d="M6.4 7.2a3.7 3.7 0 1 1 5.6 3.2c-1.4.9-2 1.4-2 2.8" fill="none" stroke="${unknown}" stroke-width="2.4"/><path d="M10 15v2" stroke="${unknown}" stroke-width="2.4"/>`;

/** Shapes fill the icon: at sixteen pixels nothing small can be told apart. The same as in the tables. */
const marks: Record<SightKind, (drill: boolean) => string> = {
  calm: () => key(ink),
  // Calm is said only where it is known: for the moment until then the mark has no light.
  reading: () => key(unknown),
  hot: (drill) => shape('<path d="M10 2.6 18 16.8H2z"', hot, drill),
  incident: (drill) =>
    `${shape('<rect x="3.4" y="3.4" width="13.2" height="13.2" rx="1.6"', down, drill)}<path d="M10 5.8v5.4M10 13.4v1.2" stroke="${ink}" stroke-width="2.2"/>`,
  stale: (drill) =>
    `<circle cx="10" cy="10" r="6.4" fill="none" stroke="${stale}" stroke-width="${drill ? 1.4 : 2.8}" stroke-dasharray="13.4 6.7" stroke-dashoffset="-3.3"/>${drill ? "" : `<circle cx="10" cy="10" r="2.6" fill="${stale}"/>`}`,
  suspect: (drill) =>
    `<circle cx="10" cy="10" r="6.4" fill="none" stroke="${suspect}" stroke-width="${drill ? 1.4 : 2}"/>${shape('<path d="M10 3.6a6.4 6.4 0 0 0 0 12.8z"', suspect, drill)}`,
  unknown: () => question,
  old: () => question,
  out: () => `<path d="m5.4 5.4 9.2 9.2m0-9.2-9.2 9.2" stroke="${unknown}" stroke-width="2.6"/>`,
};

/** A drill's mark is an outline: nothing of it is filled, so that it is never taken for the real one. */
function shape(open: string, hue: string, drill: boolean): string {
  return drill
    ? `${open} fill="none" stroke="${hue}" stroke-width="1.6" stroke-dasharray="3 1.6"/>`
    : `${open} fill="${hue}"/>`;
}

/** The icon of a tab as an address that needs no server: it has to change just when that is gone. */
export function iconOf({ kind, drill }: Sight): string {
  const picture = `<rect width="20" height="20" rx="4.5" fill="${ground}"/>${marks[kind](drill)}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">${picture}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

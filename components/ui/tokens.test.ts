import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { distance, seenBy, visionNames } from "./colour-vision.ts";
import { contrastOf as contrast, linearRgb as linear } from "./contrast.ts";
import { stateLooks } from "./state.ts";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

function palette(theme: "dark" | "light"): Record<string, string> {
  const block = css.match(new RegExp(`\\[data-theme="${theme}"\\] \\{([^}]*)\\}`))?.[1] ?? "";
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]));
}

/**
 * In OKLab times 100, where 2 is just visible side by side: marks stand apart, and are some 12 px small, so that four
 * times as much is asked for.
 */
const tellsApart = 8;

/** What may stand for one thing: no two states of one kind look the same. */
const ownKinds: readonly (readonly string[])[] = [
  ["free", "held", "hot", "quarantined", "orphan", "ghost", "unknown"],
  ["live", "suspect", "orphan", "ghost", "unknown"],
  ["up", "late", "silent", "stopped", "never"],
  ["up", "impaired", "halted", "paused", "silent", "down"],
  ["planned", "waiting", "running", "done", "failed", "refused", "aborted"],
  ["open", "shut", "bypassed"],
  ["working", "draining", "paused", "failed", "lost"],
  ["incident", "mitigated", "resolved"],
  ["critical", "warning", "info"],
];

const roles = ["live", "held", "suspect", "hot", "stale", "quarantined", "paused", "unknown", "down"];

describe.each(["dark", "light"] as const)("%s theme", (theme) => {
  const colours = palette(theme);
  const get = (name: string) => colours[name] ?? expect.fail(`no token --${name}`);
  const surfaces = ["sunken", "base", "raised", "field", "hover", "selected"].map(
    (name) => `surface-${name}`,
  );

  it.each(["primary", "secondary", "tertiary"])("writes %s text at 4.5:1 on every surface", (ink) => {
    for (const surface of surfaces) {
      expect(contrast(get(`ink-${ink}`), get(surface)), surface).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(roles)("shows %s at 4.5:1 as a word and 3:1 as a shape, on every surface and its band", (role) => {
    for (const surface of [...surfaces, `state-${role}-soft`]) {
      expect(contrast(get(`state-${role}-text`), get(surface)), surface).toBeGreaterThanOrEqual(4.5);
      expect(contrast(get(`state-${role}`), get(surface)), surface).toBeGreaterThanOrEqual(3);
    }
  });

  it("keeps plain text readable on every band", () => {
    for (const role of roles) {
      expect(contrast(get("ink-primary"), get(`state-${role}-soft`)), role).toBeGreaterThanOrEqual(4.5);
      expect(contrast(get("ink-tertiary"), get(`state-${role}-soft`)), role).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("gives controls an edge and a focus ring of 3:1, and buttons readable words", () => {
    for (const surface of ["surface-field", "surface-base", "surface-raised"]) {
      expect(contrast(get("edge-strong"), get(surface)), surface).toBeGreaterThanOrEqual(3);
    }
    for (const surface of surfaces) {
      expect(contrast(get("act-focus"), get(surface)), surface).toBeGreaterThanOrEqual(3);
    }
    expect(contrast(get("act-on-accent"), get("act-accent"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(get("act-on-accent"), get("act-accent-hover"))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(visionNames)(
    "tells every two states apart under %s: by their shape, or by colours far apart",
    (vision) => {
      const seen = (tone: string) => seenBy(vision, linear(get(`state-${tone}`)));
      const looks = Object.entries(stateLooks);
      const confused = looks.flatMap(([a, one], i) =>
        looks.slice(0, i).flatMap(([b, other]) => {
          if (one.shape !== other.shape || one.tone === other.tone) return [];
          const apart = distance(seen(one.tone), seen(other.tone));
          return apart >= tellsApart ? [] : [`${a} and ${b}: both ${one.shape}, ${apart.toFixed(1)} apart`];
        }),
      );
      expect(confused).toEqual([]);
    },
  );

  it.each(visionNames)("keeps good, doubtful and bad apart by colour alone under %s", (vision) => {
    const seen = (role: string) => seenBy(vision, linear(get(`state-${role}`)));
    // Without any hue nothing but lightness is left; there the shape alone has to do.
    if (vision === "grey") return;
    const pairs = [
      ["live", "hot"],
      ["live", "suspect"],
      ["live", "down"],
      ["live", "unknown"],
      ["live", "stale"],
      ["held", "hot"],
      ["held", "suspect"],
      ["held", "down"],
      ["unknown", "hot"],
      ["unknown", "suspect"],
    ] as const;
    for (const [a, b] of pairs) expect(distance(seen(a), seen(b)), `${a} and ${b}`).toBeGreaterThan(4);
  });
});

it("gives two states one look only where they say one thing of different beings", () => {
  const looks = new Map<string, string[]>();
  for (const [name, { tone, shape }] of Object.entries(stateLooks)) {
    const key = `${tone} ${shape}`;
    looks.set(key, [...(looks.get(key) ?? []), name]);
  }
  const mixed = ownKinds.filter((kind) => {
    const shared = [...looks.values()].filter(
      (names) => names.filter((name) => kind.includes(name)).length > 1,
    );
    return shared.length > 0;
  });
  expect(mixed).toEqual([]);
});

it("prints in the tones of the light theme, whichever is on", () => {
  const onScreens = css.match(/@media not print \{\s*([^{}]*\{[^}]*\}\s*)*\}/)?.[0] ?? "";
  expect(onScreens).toContain('[data-theme="dark"] {');
  const always = css.replace(onScreens, "");
  expect(always).not.toContain('[data-theme="dark"] {');
  expect(always).toContain(':root,\n[data-theme="dark"],\n[data-theme="light"] {');
  const sheet = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
  const paper = sheet.slice(sheet.indexOf("@media print"));
  expect(paper).not.toMatch(/--state-[\w-]+:/);
});

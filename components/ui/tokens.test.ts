import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contrastOf as contrast, linearRgb as linear, type Rgb } from "./contrast.ts";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

function palette(theme: "dark" | "light"): Record<string, string> {
  const block = css.match(new RegExp(`\\[data-theme="${theme}"\\] \\{([^}]*)\\}`))?.[1] ?? "";
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]));
}

/** How a dichromat sees linear RGB (Machado, Oliveira and Fernandes 2009, severity 1.0). */
const dichromacy: Record<string, number[]> = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

function seenBy(matrix: number[], rgb: Rgb): Rgb {
  const row = (i: number) => {
    const sum = [0, 1, 2].reduce((s, j) => s + (matrix[i * 3 + j] ?? 0) * (rgb[j] ?? 0), 0);
    return Math.min(1, Math.max(0, sum));
  };
  return [row(0), row(1), row(2)];
}

/** Distance in OKLab, times 100: about 2 is just visible. */
function distance(a: Rgb, b: Rgb): number {
  const lab = ([r, g, bl]: Rgb) => {
    const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * bl);
    const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * bl);
    const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * bl);
    return [
      0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
    ];
  };
  const p = lab(a);
  const q = lab(b);
  return 100 * Math.hypot(...p.map((value, i) => value - (q[i] ?? 0)));
}

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

  it.each(Object.keys(dichromacy))("keeps good, doubtful and bad apart under %s", (kind) => {
    const matrix = dichromacy[kind] ?? [];
    const seen = (role: string) => seenBy(matrix, linear(get(`state-${role}`)));
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

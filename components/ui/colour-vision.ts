import type { Rgb } from "./contrast.ts";

/**
 * How eyes see linear RGB: the matrices of Machado, Oliveira and Fernandes, "A Physiologically-based Model for
 * Simulation of Color Vision Deficiency" (IEEE TVCG 15(6), 2009), at severity 1.0; and no hue at all, by luminance.
 */
const visions = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
  grey: [0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722, 0.2126, 0.7152, 0.0722],
} as const;

type Vision = keyof typeof visions;
export const visionNames = Object.keys(visions) as Vision[];

/** A colour as somebody with that vision sees it. */
export function seenBy(vision: Vision, rgb: Rgb): Rgb {
  const matrix = visions[vision];
  const row = (i: number) => {
    const sum = [0, 1, 2].reduce((s, j) => s + (matrix[i * 3 + j] ?? 0) * (rgb[j] ?? 0), 0);
    return Math.min(1, Math.max(0, sum));
  };
  return [row(0), row(1), row(2)];
}

/** Distance in OKLab, times 100: about 2 is just visible side by side. */
export function distance(a: Rgb, b: Rgb): number {
  const p = okLab(a);
  const q = okLab(b);
  return 100 * Math.hypot(...p.map((value, i) => value - (q[i] ?? 0)));
}

function okLab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Red, green and blue in linear light, 0 to 1. */
export type Rgb = [number, number, number];

/** An opaque colour, `#rrggbb` or `#rgb` (a style sheet that was made smaller has those), in linear light. */
export function linearRgb(hex: string): Rgb {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join("") : hex.slice(1);
  const value = Number.parseInt(digits, 16);
  const channel = (byte: number) => {
    const c = byte / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(value >> 16), channel((value >> 8) & 255), channel(value & 255)];
}

/** Contrast ratio of two opaque colours, 1 to 21, as WCAG 2.2 defines it. */
export function contrastOf(a: string, b: string): number {
  const luminance = ([r, g, bl]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * bl;
  const x = luminance(linearRgb(a));
  const y = luminance(linearRgb(b));
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

"use client";

import { useEffect, useRef, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { contrastOf } from "#components/ui/contrast.ts";
import { toneClasses } from "#components/ui/state.ts";
import { Part } from "./example.tsx";
import { inks, surfaces, type Theme, themes, tones } from "./token-groups.ts";

const wordsLeast = 4.5;
const shapesLeast = 3;

type Read = (token: string) => string;

/** The tokens as the browser has them below an element; null until it is there. */
function useTokens(): { ref: React.RefObject<HTMLDivElement | null>; read: Read | null } {
  const ref = useRef<HTMLDivElement>(null);
  const [read, setRead] = useState<Read | null>(null);
  useEffect(() => {
    if (ref.current === null) return;
    const style = getComputedStyle(ref.current);
    setRead(() => (token: string) => style.getPropertyValue(`--${token}`).trim());
  }, []);
  return { ref, read };
}

/** Both themes beside each other, each measured where it stands, in the browser that shows it. */
export function TokensPart() {
  return (
    <Part
      id="colour"
      title="Colour"
      note="Surfaces and inks are neutral; hues belong to states alone, so a colour always says something. The figures are
        contrast ratios, measured in this browser against the least favourable surface: words need 4.5, shapes and edges 3."
    >
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        {themes.map((theme) => (
          <ThemeTokens key={theme} theme={theme} />
        ))}
      </div>
    </Part>
  );
}

function ThemeTokens({ theme }: { theme: Theme }) {
  const { ref, read } = useTokens();
  return (
    <div
      ref={ref}
      data-theme={theme}
      className="flex min-w-0 flex-col gap-5 rounded-md border border-line bg-base p-4 text-primary"
    >
      <h3 className="text-md font-medium">{theme === "dark" ? "Dark, the default" : "Light, on request"}</h3>
      <Surfaces />
      <Inks read={read} />
      <Tones read={read} />
    </div>
  );
}

const surfaceClasses: Record<(typeof surfaces)[number]["name"], string> = {
  sunken: "bg-sunken",
  base: "bg-base",
  raised: "bg-raised",
  hover: "bg-hover",
  selected: "bg-selected",
};

function Surfaces() {
  return (
    <ul className="grid grid-cols-2 gap-2 sm:grid-cols-5">
      {surfaces.map(({ name, use }) => (
        <li key={name} className={cn("rounded-sm border border-line p-2 text-xs", surfaceClasses[name])}>
          <span className="block font-medium">{name}</span>
          <span className="text-tertiary">{use}</span>
        </li>
      ))}
    </ul>
  );
}

const inkClasses = {
  primary: "text-primary",
  secondary: "text-secondary",
  tertiary: "text-tertiary",
} as const;

function Inks({ read }: { read: Read | null }) {
  return (
    <ul className="flex flex-col text-sm">
      {inks.map(({ name, use }) => (
        <li key={name} className="flex items-baseline gap-3 border-t border-line py-1 first:border-t-0">
          <span className={cn("w-20 font-medium", inkClasses[name])}>{name}</span>
          <span className={cn("min-w-0 flex-1", inkClasses[name])}>{use}</span>
          <Ratio value={worst(read, `ink-${name}`)} least={wordsLeast} />
        </li>
      ))}
    </ul>
  );
}

function Tones({ read }: { read: Read | null }) {
  return (
    <table className="w-full border-separate border-spacing-0 text-sm">
      <thead className="text-left text-xs text-tertiary">
        <tr>
          <th className="py-1 font-medium">Role</th>
          <th className="font-medium">Shape</th>
          <th className="font-medium">Word on its band</th>
          <th className="text-right font-medium">Shape</th>
          <th className="text-right font-medium">Word</th>
        </tr>
      </thead>
      <tbody>
        {tones.map((tone) => (
          <tr key={tone}>
            <td className="border-t border-line py-1">{tone}</td>
            <td className="border-t border-line">
              <span className={cn("block h-4 w-10 rounded-xs", toneClasses[tone].fill)} />
            </td>
            <td className="border-t border-line">
              <span className={cn("rounded-xs px-2 py-0.5", toneClasses[tone].soft, toneClasses[tone].text)}>
                {tone}
              </span>
            </td>
            <td className="border-t border-line text-right">
              <Ratio value={worst(read, `state-${tone}`, `state-${tone}-soft`)} least={shapesLeast} />
            </td>
            <td className="border-t border-line text-right">
              <Ratio value={worst(read, `state-${tone}-text`, `state-${tone}-soft`)} least={wordsLeast} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The least contrast that a colour has on any surface it may stand on. */
function worst(read: Read | null, token: string, band?: string): number | null {
  if (read === null) return null;
  const grounds = surfaces.map(({ name }) => `surface-${name}`).concat(band ?? []);
  return Math.min(...grounds.map((ground) => contrastOf(read(token), read(ground))));
}

function Ratio({ value, least }: { value: number | null; least: number }) {
  if (value === null) return <span className="text-tertiary">…</span>;
  const short = value < least;
  return (
    <span className={cn("tabular-nums", short ? "font-medium text-hot-text" : "text-secondary")}>
      {value.toFixed(1)}
      {short && ", too low"}
    </span>
  );
}

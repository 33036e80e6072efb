import { cn } from "#components/ui/cn.ts";
import { MonoId } from "#components/ui/mono-id.tsx";
import { Quantity } from "#components/ui/quantity.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { Part } from "./example.tsx";
import { spaces, typeScale } from "./token-groups.ts";

const sizeClasses: Record<(typeof typeScale)[number]["name"], string> = {
  "2xs": "text-2xs",
  xs: "text-xs",
  sm: "text-sm",
  md: "text-md",
  lg: "text-lg",
  xl: "text-xl",
  "2xl": "text-2xl",
  "3xl": "text-3xl",
};
const spaceClasses: Record<(typeof spaces)[number]["step"], string> = {
  1: "w-1",
  2: "w-2",
  3: "w-3",
  4: "w-4",
  6: "w-6",
  10: "w-10",
};

/** Sizes of type and steps of space: few, so that a column stays a column. */
export function TypePart() {
  return (
    <Part
      id="type"
      title="Type and space"
      note="Geist Sans for words, Geist Mono for identities; figures are as wide as each other everywhere, so that what counts does not
        jump. Two weights: 400 for text, 500 for what is read first."
    >
      <div className="grid grid-cols-1 gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)]">
        <ul>
          {typeScale.map(({ name, px, line, use }) => (
            <li
              key={name}
              className="grid grid-cols-[3rem_4.5rem_minmax(0,1fr)] items-baseline gap-x-3 border-t border-line py-1.5 first:border-t-0"
            >
              <span className="font-mono text-xs text-tertiary">{name}</span>
              <span className="text-xs text-tertiary tabular-nums">
                {px} / {line} px
              </span>
              <span className={cn("min-w-0", sizeClasses[name])}>03:12 {use}</span>
            </li>
          ))}
        </ul>
        <div className="flex flex-col gap-6">
          <ul>
            {spaces.map(({ step, px, use }) => (
              <li
                key={step}
                className="flex items-center gap-3 border-t border-line py-1.5 text-sm first:border-t-0"
              >
                <span className="w-12">
                  <span className={cn("block h-4 rounded-xs bg-strong", spaceClasses[step])} />
                </span>
                <span className="w-14 text-xs text-tertiary tabular-nums">{px} px</span>
                <span className="text-secondary">{use}</span>
              </li>
            ))}
          </ul>
          <Names />
        </div>
      </div>
    </Part>
  );
}

const alike = [
  "/srv/fleet/region-west/aim_lock_config.conf",
  "/srv/fleet/region-west/aim_lock_config.conf.bak",
];

/** Figures under each other, and names that differ at their end in a column that is too narrow for them. */
function Names() {
  return (
    <div className="grid grid-cols-2 gap-6">
      <ul className="text-right text-sm">
        {[1_111_111, 98_765, 4_000.5, 0].map((value) => (
          <li key={value} className="border-t border-line py-1 first:border-t-0">
            <Quantity value={value} unit="ms" />
          </li>
        ))}
        <li className="border-t border-line py-1">
          <Quantity value={null} />
        </li>
      </ul>
      <ul className="w-44 max-w-full text-sm">
        {alike.map((path) => (
          <li key={path} className="border-t border-line py-1 first:border-t-0">
            <MonoId id={path} keepEnd={14} className="text-xs" />
          </li>
        ))}
        {alike.map((path) => (
          <li key={path} className="border-t border-line py-1">
            <SafeText text={path.slice("/srv/".length)} truncate="middle" />
          </li>
        ))}
      </ul>
    </div>
  );
}

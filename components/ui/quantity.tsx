import { cn } from "./cn.ts";

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/**
 * A number with thin groups and its unit in a quieter tone; `null` (not known) is a dash, never zero, and quiet
 * unless `className` gives it a tone.
 */
export function Quantity(props: { value: number | null; unit?: string; className?: string }) {
  const { value, unit, className } = props;
  if (value === null) {
    return (
      <span className={className ?? "text-tertiary"} title="not known">
        –
      </span>
    );
  }
  return (
    <span className={cn("whitespace-nowrap tabular-nums", className)}>
      {grouped.format(value)}
      {unit !== undefined && <span className="ml-0.5 text-tertiary">{unit}</span>}
    </span>
  );
}

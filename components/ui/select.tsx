import { ChevronDown } from "lucide-react";
import { cn } from "./cn.ts";
import { fieldClass } from "./input.tsx";

/**
 * A choice of one from a short list: the browser's own, which every phone and screen reader knows. Give it a
 * label by Field or `aria-label`; `className` sizes it, else it takes the whole width.
 */
export function Select(props: {
  value: string;
  onValueChange: (value: string) => void;
  options: readonly { value: string; label: string; disabled?: boolean }[];
  id?: string;
  name?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  disabled?: boolean;
  className?: string;
}) {
  const { value, onValueChange, options, className, ...rest } = props;
  return (
    <span className={cn("relative inline-flex", className ?? "w-full")}>
      <select
        {...rest}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        className={cn(fieldClass, "cursor-pointer appearance-none truncate pr-8 pl-2.5")}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        size={14}
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-tertiary"
      />
    </span>
  );
}

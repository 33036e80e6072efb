import { Circle } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { MenuLabel } from "#components/ui/menu.tsx";
import { itemClass } from "#components/ui/menu-class.ts";

/** A choice of one inside a menu. The menu stays open. */
export function MenuRadio<T extends string>(props: {
  label: string;
  value: T;
  onValueChange: (value: T) => void;
  options: readonly { value: T; label: string }[];
}) {
  const { label, value, onValueChange, options } = props;
  return (
    <Radix.RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const found = options.find((option) => option.value === next);
        if (found !== undefined) onValueChange(found.value);
      }}
    >
      <MenuLabel>{label}</MenuLabel>
      {options.map((option) => (
        <Radix.RadioItem
          key={option.value}
          value={option.value}
          className={`${itemClass} pl-7`}
          onSelect={(event) => event.preventDefault()}
        >
          <Radix.ItemIndicator className="absolute left-2.5">
            <Circle aria-hidden size={8} className="fill-current" />
          </Radix.ItemIndicator>
          {option.label}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

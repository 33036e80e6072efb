"use client";

import { MenuCheck, MenuLabel, MenuLine } from "#components/ui/menu.tsx";
import { setPreferences, usePreferences } from "#components/ui/preferences.ts";
import { densityOptions, timesOptions, zoneOptions } from "./display-options.ts";
import type { ListToolsProps } from "./list-props.ts";
import { MenuRadio } from "./menu-radio.tsx";

/** How a list looks in this browser: its columns, how close its rows stand, and how times are told. */
export function DisplayMenu({ columns = [], choice }: ListToolsProps) {
  const { density, times, zone } = usePreferences();
  return (
    <div className="max-h-[70dvh] w-56 overflow-y-auto">
      {choice !== undefined && columns.length > 0 && (
        <div className="max-sm:hidden">
          <MenuLabel>Columns to show</MenuLabel>
          {columns
            .filter(({ always }) => always !== true)
            .map(({ id, label }) => (
              <MenuCheck
                key={id}
                checked={!choice.hidden.has(id)}
                onCheckedChange={(shown) => choice.hide(id, !shown)}
              >
                {label}
              </MenuCheck>
            ))}
          <MenuLine />
        </div>
      )}
      <MenuRadio
        label="Rows"
        value={density}
        onValueChange={(next) => setPreferences({ density: next })}
        options={densityOptions}
      />
      <MenuLine />
      <MenuRadio
        label="Times"
        value={times}
        onValueChange={(next) => setPreferences({ times: next })}
        options={timesOptions}
      />
      <MenuLine />
      <MenuRadio
        label="Zone"
        value={zone}
        onValueChange={(next) => setPreferences({ zone: next })}
        options={zoneOptions}
      />
    </div>
  );
}

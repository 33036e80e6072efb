import type { Zone } from "#components/ui/format-time.ts";
import type { Density, Preferences } from "#components/ui/preference-values.ts";

export const densityOptions: readonly { value: Density; label: string }[] = [
  { value: "compact", label: "Compact" },
  { value: "normal", label: "Normal" },
  { value: "comfortable", label: "Comfortable" },
];

export const timesOptions: readonly { value: Preferences["times"]; label: string }[] = [
  { value: "relative", label: "How long ago" },
  { value: "absolute", label: "Date and time" },
];

export const zoneOptions: readonly { value: Zone; label: string }[] = [
  { value: "utc", label: "UTC" },
  { value: "local", label: "My own zone" },
];

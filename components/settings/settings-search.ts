import { createLoader, parseAsStringLiteral } from "nuqs/server";

/** The parts of the settings; the word in the URL. */
export const settingsTabs = [
  "profile",
  "accounts",
  "tokens",
  "displays",
  "agents",
  "paging",
  "policies",
  "about",
] as const;
export type SettingsTab = (typeof settingsTabs)[number];

export const settingsParsers = {
  tab: parseAsStringLiteral(settingsTabs).withDefault("profile"),
};
export const loadSettingsSearch = createLoader(settingsParsers);

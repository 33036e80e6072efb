import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultPreferences, parsePreferences, preferencesOfCookie } from "./preference-values.ts";

test("whatever was stored gives preferences, and these come back as they were", () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      const read = parsePreferences(text);
      expect(parsePreferences(JSON.stringify(read))).toEqual(read);
    }),
  );
  expect(parsePreferences(null)).toEqual(defaultPreferences);
  const kept = { density: "compact", times: "absolute", hidden: { locks: ["epoch"], owners: [1] } };
  expect(parsePreferences(JSON.stringify(kept))).toMatchObject({
    density: "compact",
    times: "absolute",
    hidden: { locks: ["epoch"] },
  });
});

test("an older browser's preferences are understood, and the server never takes its own zone for the reader's", () => {
  const old = JSON.stringify({ zone: "local", keys: false, coach: true });
  expect(parsePreferences(old)).toEqual({
    ...defaultPreferences,
    zone: "local",
    keys: false,
    coach: true,
  });
  expect(preferencesOfCookie(old)).toEqual({ ...defaultPreferences, keys: false });
});

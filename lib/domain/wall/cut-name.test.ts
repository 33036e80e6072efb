import fc from "fast-check";
import { expect, test } from "vitest";
import { cutName } from "./cut-name.ts";

test("a name that fits is whole; one that does not is cut in its middle, once, and keeps its end", () => {
  const anyName = fc.stringMatching(/^[a-z_.]{1,60}$/);
  fc.assert(
    fc.property(anyName, fc.integer({ min: 2, max: 70 }), (name, room) => {
      const cut = cutName(name, room);
      if (name.length <= room) {
        expect(cut).toBe(name);
        return;
      }
      const [start, end, ...others] = cut.split("…");
      expect(others).toEqual([]);
      expect(cut).toHaveLength(room);
      expect(name.startsWith(start ?? "")).toBe(true);
      expect(name.endsWith(end ?? "")).toBe(true);
      expect(end?.length).toBeGreaterThanOrEqual(Math.min(14, room - 1));
    }),
  );
  expect(cutName("aim_lock_config.conf", 20)).toBe("aim_lock_config.conf");
  expect(cutName("aim_lock_config.conf", 19)).toBe("aim_…ck_config.conf");
});

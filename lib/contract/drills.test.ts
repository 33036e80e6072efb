import { expect, test } from "vitest";
import { drillBeat } from "./drills.ts";

const line = (look: string | null) => ({
  coach: [{ at: 1, act: "hot", kind: "look", text: "Look at the lock.", look }],
});

test("a coach leads to places of this console, and nowhere else", () => {
  for (const look of ["/fleet", "/locks/native/drill%3Aa.conf", "/", null])
    expect(drillBeat.safeParse(line(look)).success, String(look)).toBe(true);
  for (const look of ["//host/x", "/\\host/x", "https://host", "javascript:alert(1)", ""])
    expect(drillBeat.safeParse(line(look)).success, look).toBe(false);
});

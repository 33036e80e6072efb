import { expect, test } from "vitest";
import { secretIn } from "./display-secret.ts";

test("only the fragment of a display's link holds a secret", () => {
  expect(secretIn("#display=lks_abc")).toBe("lks_abc");
  expect(secretIn("#display=a=b#c")).toBe("a=b#c");
  for (const hash of ["", "#", "#display", "#display=", "#main", "#xdisplay=a"])
    expect(secretIn(hash)).toBeNull();
});

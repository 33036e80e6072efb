import fc from "fast-check";
import { expect, test } from "vitest";
import { safeText } from "./safe-text.ts";

test("control, bidirectional and invisible characters become visible", () => {
  expect(safeText("a\nb\r\tc")).toBe("a\\nb\\r\\tc");
  expect(safeText("\u0000\u0007\u001b[31m\u007f")).toBe("\\x00\\x07\\x1b[31m\\x7f");
  expect(safeText("\u202egnp.exe")).toBe("\\u{202e}gnp.exe");
  expect(safeText("a\u200bb\u0085")).toBe("a\\u{200b}b\\x85");
  expect(safeText("\u2028\u2061\u{e0041}")).toBe("\\u{2028}\\u{2061}\\u{e0041}");
});

test("a long name keeps its end, which is what distinguishes it", () => {
  const safe = safeText(`${"x".repeat(5000)}/aim_lock_config.conf`, 60);
  expect(safe.length).toBe(60);
  expect(safe.endsWith("/aim_lock_config.conf")).toBe(true);
});

test("whatever comes in, what goes out is bounded, well-formed and free of control characters", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 400 }),
      fc.integer({ min: 10, max: 300 }),
      (text, max) => {
        const safe = safeText(text, max);
        expect(safe.length).toBeLessThanOrEqual(max);
        expect(safeText(safe, max)).toBe(safe);
        expect(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(safe)).toBe(false);
      },
    ),
  );
});

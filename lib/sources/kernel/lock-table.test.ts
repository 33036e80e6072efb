import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseLockLine } from "./lock-line.ts";
import { parseFdinfoLocks, parseLockTable } from "./lock-table.ts";

describe("every kind of line", () => {
  test.each([
    ["1: FLOCK  ADVISORY  WRITE 1968 fe:00:131 0 EOF", "flock", "exclusive", 1968, "fe:00", "131"],
    ["2: POSIX  ADVISORY  READ 7 08:01:42 0 9", "posix", "shared", 7, "08:01", "42"],
    ["3: POSIX  MANDATORY WRITE 7 08:01:42 10 19", "posix", "exclusive", 7, "08:01", "42"],
    [
      "4: OFDLCK ADVISORY  WRITE -1 00:2f:18446744073709551615 0 EOF",
      "ofd",
      "exclusive",
      -1,
      "00:2f",
      "18446744073709551615",
    ],
    ["5: LEASE  ACTIVE    READ 9 103:05:1 0 EOF", "file-lease", "shared", 9, "103:05", "1"],
    ["6: LEASE  BREAKING  UNLCK 9 103:05:1 0 EOF", "file-lease", "none", 9, "103:05", "1"],
    ["7: DELEG  ACTIVE    READ 88 00:31:77 0 EOF", "delegation", "shared", 88, "00:31", "77"],
    ["8: ACCESS ADVISORY  READ 5 08:01:42 0 EOF", "posix", "shared", 5, "08:01", "42"],
    ["9: FLOCK  MSNFS     RW 5 08:01:42 0 EOF", "flock", "exclusive", 5, "08:01", "42"],
    ["10: FLOCK  ADVISORY  WRITE 0 08:01:42 0 EOF", "flock", "exclusive", 0, "08:01", "42"],
    ["11: POSIX  ADVISORY  WRITE -7788 00:31:9 0 EOF", "posix", "exclusive", -7788, "00:31", "9"],
    ["12: POSIX  *NOINODE* WRITE 4 <none>:0 0 EOF", "posix", "exclusive", 4, null, null],
    ["13: LEASE  BREAKER   WRITE 4 <none>:0 0 EOF", "file-lease", "exclusive", 4, null, null],
  ])("%s", (text, type, mode, pid, device, inode) => {
    expect(parseLockLine(text)).toMatchObject({ depth: 0, type, mode, pid, device, inode });
  });

  test("ranges keep 64 bits", () => {
    const line = parseLockLine(
      "1: POSIX  ADVISORY  WRITE 7 08:01:42 9223372036854775806 9223372036854775807",
    );
    expect(line?.key).toBe("posix/08:01:42/9223372036854775806-9223372036854775807");
  });

  test.each([
    "",
    "1: FLOCK",
    "x: FLOCK  ADVISORY  WRITE 1 08:01:42 0 EOF",
    "1: FLOCK  ADVISORY  WRITE one 08:01:42 0 EOF",
    "1: UNKNOWN UNKNOWN  READ 1 08:01:42 0 EOF",
    "1: FLOCK  ADVISORY  SOMETIMES 1 08:01:42 0 EOF",
    "1: FLOCK  ADVISORY  WRITE 1 08:01 0 EOF",
    "1: FLOCK  ADVISORY  WRITE 1 08:01:42 0 EOF trailing",
  ])("is refused: %j", (text) => expect(parseLockLine(text)).toBeNull());
});

test("waiters, also nested ones, belong to the lock above them", () => {
  const table = parseLockTable(
    [
      "1: FLOCK  ADVISORY  WRITE 10 08:01:42 0 EOF",
      "1: -> FLOCK  ADVISORY  WRITE 11 08:01:42 0 EOF",
      "1:  -> FLOCK  ADVISORY  READ 12 08:01:42 0 EOF",
      "2: POSIX  ADVISORY  WRITE 13 08:01:43 0 EOF",
      "2: -> POSIX  ADVISORY  READ 14 08:01:43 5 6",
      "9: -> POSIX  ADVISORY  READ 15 08:01:43 5 6",
      "",
    ].join("\n"),
  );
  expect(table.entries.map((e) => [e.pid, e.waiters.map((w) => w.pid)])).toEqual([
    [10, [11, 12]],
    [13, [14]],
  ]);
  expect(table.malformed).toBe(1);
  expect(table.firstMalformed).toBe("9: -> POSIX  ADVISORY  READ 15 08:01:43 5 6");
});

test("a table longer than the limit says how much it left out", () => {
  const text = "1: FLOCK  ADVISORY  WRITE 10 08:01:42 0 EOF\n".repeat(5);
  expect(parseLockTable(text, 3)).toMatchObject({ omitted: 2, malformed: 0 });
  expect(parseLockTable(text, 3).entries).toHaveLength(3);
});

test("fdinfo: only lines that begin with lock:, and several of them", () => {
  const text = [
    "pos:\t0",
    "flags:\t0100000",
    "inotify wd:1 xlock:\t1: FLOCK  ADVISORY  WRITE 3 08:01:42 0 EOF",
    "lock:\t1: POSIX  ADVISORY  WRITE 3 08:01:42 0 9",
    "lock:\t2: POSIX  ADVISORY  READ 3 08:01:42 20 29",
    "lock:\tnonsense",
    "",
  ].join("\n");
  expect(parseFdinfoLocks(text).map((line) => line.key)).toEqual([
    "posix/08:01:42/0-9",
    "posix/08:01:42/20-29",
  ]);
});

const word = fc.constantFrom(
  "1:",
  "->",
  "FLOCK",
  "POSIX",
  "OFDLCK",
  "LEASE",
  "ADVISORY",
  "WRITE",
  "READ",
  "-1",
);
const odd = fc.oneof(
  word,
  fc.constantFrom("0", "EOF", "08:01:42", "<none>:0", "\t", "é"),
  fc.string({ maxLength: 9 }),
);
const oddLine = fc.array(odd, { maxLength: 12 }).map((parts) => parts.join(" "));

test("any lines give a table in which every line is either read or counted", () => {
  fc.assert(
    fc.property(fc.array(oddLine, { maxLength: 30 }), (lines) => {
      const text = lines.join("\n");
      const table = parseLockTable(text);
      const read = table.entries.reduce((n, e) => n + 1 + e.waiters.length, 0);
      expect(read + table.malformed).toBe(text.split("\n").filter((l) => l !== "").length);
    }),
    { numRuns: 2_000 },
  );
});

test("whatever a kernel may print is read back", () => {
  const hex = fc.integer({ min: 0, max: 0xfff }).map((n) => n.toString(16).padStart(2, "0"));
  const place = fc.tuple(hex, hex, fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }));
  const line = fc.tuple(
    fc.constantFrom("POSIX ", "FLOCK ", "OFDLCK", "LEASE ", "DELEG "),
    fc.constantFrom("READ ", "WRITE", "UNLCK"),
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    place,
  );
  fc.assert(
    fc.property(line, ([type, mode, pid, [major, minor, inode]]) => {
      const parsed = parseLockLine(`1: ${type} ADVISORY  ${mode} ${pid} ${major}:${minor}:${inode} 0 EOF`);
      expect(parsed).toMatchObject({ pid, device: `${major}:${minor}`, inode: `${inode}` });
    }),
  );
});

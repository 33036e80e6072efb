import fc from "fast-check";
import { expect, test } from "vitest";
import { csvParts, type ExportColumn, type ExportFacts, exportFileName, jsonParts } from "./export.ts";

interface Row {
  name: string;
  count: number | null;
}
const columns: ExportColumn<Row>[] = [
  { id: "name", label: "Name", of: (row) => row.name },
  { id: "count", label: "Count", of: (row) => row.count },
];
const facts: ExportFacts = {
  list: "locks",
  at: Date.UTC(2026, 10, 23, 3, 12, 7),
  revision: 42,
  feed: "fresh",
  ageMs: 1_200,
  query: "state=hot&q=../../etc passwd&cols=name",
  complete: true,
};
const rows = fc.array(fc.record({ name: fc.string({ unit: "binary" }), count: fc.option(fc.integer()) }), {
  maxLength: 20,
});

test("JSON holds exactly the rows, in their order, with what they are of", () => {
  fc.assert(
    fc.property(rows, (list) => {
      const whole = JSON.parse([...jsonParts(list, null, facts)].join(""));
      expect(whole).toMatchObject({ list: "locks", revision: 42, exportedAt: facts.at, total: list.length });
      expect(whole.rows).toEqual(JSON.parse(JSON.stringify(list)));
      const named = JSON.parse([...jsonParts(list, columns, facts)].join(""));
      expect(named.rows).toEqual(whole.rows);
      expect(named.columns).toEqual([
        { id: "name", label: "Name" },
        { id: "count", label: "Count" },
      ]);
    }),
  );
});

test("CSV repeats on each row when it was made, of what, and how old the data was", () => {
  const list = [
    { name: "=cmd|' /C calc'!A0", count: 1 },
    { name: 'a "b", c', count: null },
  ];
  expect(
    [...csvParts(list, columns, { ...facts, feed: "stale", ageMs: 23_400, complete: false })].join(""),
  ).toBe(
    "Name,Count,Exported at,Revision,Data\r\n" +
      '"\'=cmd|\' /C calc\'!A0",1,2026-11-23T03:12:07.000Z,42,"stale, 23 s old, incomplete"\r\n' +
      '"a ""b"", c",,2026-11-23T03:12:07.000Z,42,"stale, 23 s old, incomplete"\r\n',
  );
});

test("a long list comes in parts, and none of its rows is missed", () => {
  const list = Array.from({ length: 2_500 }, (_, count) => ({ name: `n${count}`, count }));
  const parts = [...csvParts(list, columns, facts)];
  expect(parts).toHaveLength(4);
  expect(parts.join("").split("\r\n")).toHaveLength(2_502);
  expect(JSON.parse([...jsonParts(list, null, facts)].join("")).rows).toHaveLength(2_500);
});

test("the file's name says list, time and filter, leads nowhere, and says when the data was not current", () => {
  expect(exportFileName(facts, "csv")).toBe("locks_20261123T031207Z_state-hot_q-..-..-etc-passwd.csv");
  expect(exportFileName({ ...facts, query: "", feed: "stale", complete: false }, "json")).toBe(
    "locks_20261123T031207Z_stale_incomplete.json",
  );
});

import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type AuditFields, type AuditHead, auditCheck, auditGenesis, chainAudit } from "./audit-chain.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const text = fc.string({ unit: "binary", maxLength: 20 });
const fields: fc.Arbitrary<AuditFields> = fc.record({
  at: fc.nat(),
  actor: text,
  action: text,
  target: text,
  outcome: fc.constantFrom("done" as const, "refused" as const),
  detail: text,
  operationId: fc.option(text),
  reason: fc.option(text),
  evidence: fc.array(fc.record({ label: text, text }), { maxLength: 3 }),
});

function chainOf(rows: readonly AuditFields[]) {
  let head: AuditHead = { seq: 0, hash: auditGenesis };
  return rows.map((row) => {
    const made = chainAudit(head, row, sha256);
    head = made;
    return made;
  });
}

function firstBreak(chain: ReturnType<typeof chainOf>, head: AuditHead): number | null {
  const check = auditCheck(sha256);
  for (const row of chain) {
    const found = check.next(row);
    if (found !== null) return found.seq;
  }
  return check.end(head)?.seq ?? null;
}

const someRows = fc.array(fields, { minLength: 1, maxLength: 8 });

test("a chain that nobody touched is whole, and an empty one too", () => {
  expect(firstBreak([], { seq: 0, hash: auditGenesis })).toBeNull();
  fc.assert(
    fc.property(someRows, (rows) => {
      const chain = chainOf(rows);
      expect(firstBreak(chain, chain.at(-1) as AuditHead)).toBeNull();
    }),
  );
});

test("any change of any field of any row is found at that row", () => {
  fc.assert(
    fc.property(someRows, fields, fc.nat(), (rows, other, pick) => {
      const chain = chainOf(rows);
      const at = pick % chain.length;
      const row = chain[at];
      if (row === undefined) return;
      for (const key of Object.keys(other) as (keyof AuditFields)[]) {
        if (JSON.stringify(row[key]) === JSON.stringify(other[key])) continue;
        const forged = chain.with(at, { ...row, [key]: other[key] });
        expect(firstBreak(forged, chain.at(-1) as AuditHead)).toBe(at + 1);
      }
    }),
  );
});

test("a row taken out, put in twice, or two exchanged is found", () => {
  fc.assert(
    fc.property(fc.array(fields, { minLength: 2, maxLength: 8 }), fc.nat(), (rows, pick) => {
      const chain = chainOf(rows);
      const head = chain.at(-1) as AuditHead;
      const at = pick % chain.length;
      const row = chain[at];
      const next = chain[(at + 1) % chain.length];
      if (row === undefined || next === undefined) return;
      expect(firstBreak(chain.toSpliced(at, 1), head)).toBe(at + 1);
      expect(firstBreak(chain.toSpliced(at, 0, row), head)).toBe(at + 2);
      expect(firstBreak(chain.with(at, next).with((at + 1) % chain.length, row), head)).not.toBeNull();
    }),
  );
});

test("fields cannot flow into each other", () => {
  const base = { at: 1, action: "x", target: "t", outcome: "done" as const, detail: "" };
  const head = { seq: 0, hash: auditGenesis };
  const one = chainAudit(head, { ...base, actor: 'a","b', detail: "c" }, sha256);
  const two = chainAudit(head, { ...base, actor: "a", detail: 'b","c' }, sha256);
  expect(one.hash).not.toBe(two.hash);
});

import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { auditCheck } from "#lib/domain/audit-chain.ts";
import type { AuditRecord } from "#lib/store/records.ts";
import type { AuditFilter, Store } from "#lib/store/store.ts";
import { sampleEvent } from "./sample.ts";
import type { StoreUnderTest } from "./under-test.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

function row(change: Partial<AuditRecord> = {}): AuditRecord {
  const base = { at: 1, actor: "Ada (user 1)", action: "token.create", target: "t", detail: "" };
  return { ...base, outcome: "done", ...change };
}

async function wholeChain(store: Store) {
  const check = auditCheck(sha256);
  const rows = await store.audits({ afterSeq: 0, limit: 1_000 });
  const broken = rows.map((each) => check.next(each)).filter((found) => found !== null);
  return { rows, broken: [...broken, check.end(await store.auditHead())].filter((found) => found !== null) };
}

/** The audit: append-only, chained, filtered, paged. */
export function auditSuite(under: StoreUnderTest): void {
  test("the audit is told newest first, with pages", async () => {
    for (let n = 1; n <= 3; n += 1) await under.store.write((tx) => tx.audit(row({ target: `t${n}` })));
    const first = await under.store.audits({ limit: 2 });
    expect(first.map((each) => each.target)).toEqual(["t3", "t2"]);
    const rest = await under.store.audits({ limit: 2, beforeSeq: first.at(-1)?.seq ?? 0 });
    expect(rest.map((each) => each.target)).toEqual(["t1"]);
    expect(await under.store.auditCount({})).toBe(3);
  });

  test("each filter of the audit finds what it says and nothing else", async () => {
    await under.store.write(async (tx) => {
      await tx.audit(row({ at: 10, target: "native/a", operationId: "op_1" }));
      await tx.audit(row({ at: 20, actor: "Bob (user 2)", action: "token.revoke", outcome: "refused" }));
      await tx.audit(row({ at: 30, action: "tokenish", detail: "of the ORCHESTRATOR" }));
      await tx.audit(row({ at: 40, action: "sign-in", reason: "stale at 03:12, 100 % sure" }));
    });
    const times = async (filter: AuditFilter) => {
      const found = (await under.store.audits({ ...filter, limit: 10 })).map((each) => each.at);
      expect(await under.store.auditCount(filter)).toBe(found.length);
      return found;
    };
    expect(await times({})).toEqual([40, 30, 20, 10]);
    expect(await times({ actor: "bob" })).toEqual([20]);
    expect(await times({ action: "token." })).toEqual([20, 10]);
    expect(await times({ action: "tokenish" })).toEqual([30]);
    expect(await times({ action: "token" })).toEqual([]);
    expect(await times({ target: "native/a" })).toEqual([10]);
    expect(await times({ target: "native/" })).toEqual([]);
    expect(await times({ operationId: "op_1" })).toEqual([10]);
    expect(await times({ outcome: "refused" })).toEqual([20]);
    expect(await times({ from: 20, to: 30 })).toEqual([30, 20]);
    expect(await times({ words: ["orchestrator"] })).toEqual([30]);
    expect(await times({ words: ["03:12", "ada"] })).toEqual([40]);
    expect(await times({ words: ["03:12", "bob"] })).toEqual([]);
    expect(await times({ words: ["100 %"] })).toEqual([40]);
    expect(await times({ words: ["100_%"] })).toEqual([]);
    expect(await times({ afterSeq: 2 })).toEqual([30, 40]);
  });

  test("the chain holds over many writes at once, works undone, any text, and a restart", async () => {
    const odd = ["\u0000nul", "half \ud800 pair", '"quotes" \\ and \n lines', "zażółć 🔒", "\u2028"];
    const works = Array.from({ length: 60 }, (_, n) =>
      under.store.write(async (tx) => {
        await tx.audit(row({ detail: odd[n % odd.length] ?? "", reason: odd[(n + 1) % odd.length] ?? null }));
        await tx.audit(row({ evidence: [{ label: "PID", text: odd[n % odd.length] ?? "" }] }));
        if (n % 7 === 3) throw new Error("undone");
        await tx.event(sampleEvent());
      }),
    );
    const done = (await Promise.allSettled(works)).filter((work) => work.status === "fulfilled").length;
    await under.reopen();
    await under.store.write((tx) => tx.audit(row({ detail: "after the restart" })));
    const { rows, broken } = await wholeChain(under.store);
    expect(broken).toEqual([]);
    expect(rows.map((each) => each.seq)).toEqual(Array.from({ length: done * 2 + 1 }, (_, i) => i + 1));
    expect(rows[1]?.evidence).toEqual([{ label: "PID", text: "�nul" }]);
  });
}

import { createHash } from "node:crypto";
import { type AuditHead, auditGenesis, chainAudit } from "#lib/domain/audit-chain.ts";
import type { Migration, MigrationRows } from "./migration.ts";

const next = `select at, actor, action, target, outcome, detail from audit_before order by id limit 500 offset ?`;
const insert = `insert into audit (seq, at, actor, action, target, outcome, detail, operation_id, reason, evidence,
  prev_hash, hash) values (?, ?, ?, ?, ?, ?, ?, null, null, '[]', ?, ?)`;

/**
 * Each audit row carries the hash of all it says and of the row before it. The triggers let in nothing but the next
 * row of the chain, and keep `audit_head` at its end, so that rows cut off the end are missed too.
 */
export const auditChain: Migration = {
  number: 3,
  name: "audit-chain",
  sql: {
    sqlite: `
      drop trigger audit_is_append_only_update;
      drop trigger audit_is_append_only_delete;
      alter table audit rename to audit_before;

      create table audit (
        seq integer primary key,
        at integer not null,
        actor text not null,
        action text not null,
        target text not null,
        outcome text not null,
        detail text not null,
        operation_id text,
        reason text,
        evidence text not null,
        prev_hash text not null,
        hash text not null
      ) strict;
      create index audit_target on audit (target);
      create index audit_operation on audit (operation_id) where operation_id is not null;

      create table audit_head (
        one integer primary key check (one = 1),
        seq integer not null,
        hash text not null
      ) strict;
      insert into audit_head (one, seq, hash) values (1, 0, '${auditGenesis}');

      create trigger audit_is_append_only_update before update on audit
        begin select raise(abort, 'the audit is append-only'); end;
      create trigger audit_is_append_only_delete before delete on audit
        begin select raise(abort, 'the audit is append-only'); end;
      create trigger audit_is_append_only_insert before insert on audit
        when new.seq is not (select seq + 1 from audit_head)
          or new.prev_hash is not (select hash from audit_head)
        begin select raise(abort, 'the audit is append-only'); end;
      create trigger audit_moves_its_head after insert on audit
        begin update audit_head set seq = new.seq, hash = new.hash; end;
    `,
  },
  fill: chainWhatIsThere,
};

function chainWhatIsThere(rows: MigrationRows): void {
  let head: AuditHead = { seq: 0, hash: auditGenesis };
  for (;;) {
    const page = rows.all(next, head.seq);
    for (const row of page) {
      const made = chainAudit(
        head,
        {
          at: Number(row["at"]),
          actor: String(row["actor"]),
          action: String(row["action"]),
          target: String(row["target"]),
          outcome: row["outcome"] === "done" ? "done" : "refused",
          detail: String(row["detail"]),
        },
        (text) => createHash("sha256").update(text).digest("hex"),
      );
      const { seq, at, actor, action, target, outcome, detail, prevHash, hash } = made;
      rows.run(insert, seq, at, actor, action, target, outcome, detail, prevHash, hash);
      head = made;
    }
    if (page.length === 0) break;
  }
  rows.run("drop table audit_before");
}

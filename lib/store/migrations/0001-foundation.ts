import type { Migration } from "./migration.ts";

/**
 * `documents` carries every kind of state with the revision that wrote it; a row with `gone_at` is a tombstone.
 * `beat_minutes` starts its key with the day, so that retention drops a contiguous range and needs no second index.
 * `log` is one row: the last revision and event id, so that neither is used again after rows were swept.
 */
export const foundation: Migration = {
  number: 1,
  name: "foundation",
  sql: {
    sqlite: `
      create table log (
        one integer primary key check (one = 1),
        revision integer not null,
        event_id integer not null
      ) strict;
      insert into log (one, revision, event_id) values (1, 0, 0);

      create table documents (
        kind text not null,
        id text not null,
        revision integer not null,
        value text not null,
        gone_at integer,
        gone_how text,
        unique (kind, id)
      ) strict;
      create index documents_gone on documents (gone_at) where gone_at is not null;

      create table events (
        id integer primary key,
        revision integer not null,
        at integer not null,
        kind text not null,
        severity text not null,
        node text,
        lock_id text,
        resource text,
        owner_id text,
        text text not null
      ) strict;
      create index events_at on events (at);
      create index events_node on events (node) where node is not null;
      create index events_lock on events (lock_id) where lock_id is not null;
      create index events_resource on events (resource) where resource is not null;
      create index events_owner on events (owner_id) where owner_id is not null;

      create table beat_minutes (
        day integer not null,
        owner_id text not null,
        minute_at integer not null,
        count integer not null,
        first_at integer not null,
        last_at integer not null,
        max_gap_ms integer not null,
        primary key (day, owner_id, minute_at)
      ) strict, without rowid;

      create table fleet_minutes (
        minute_at integer primary key,
        refusals integer not null,
        nodes text not null,
        hot integer not null,
        stale integer not null
      ) strict;

      create table audit (
        id integer primary key,
        at integer not null,
        actor text not null,
        action text not null,
        target text not null,
        outcome text not null,
        detail text not null
      ) strict;
      create trigger audit_is_append_only_update before update on audit
        begin select raise(abort, 'the audit is append-only'); end;
      create trigger audit_is_append_only_delete before delete on audit
        begin select raise(abort, 'the audit is append-only'); end;

      create table tokens (
        id text primary key,
        name text not null,
        scope text not null,
        node text,
        prefix text not null,
        secret_hash text not null unique,
        created_at integer not null,
        created_by text not null,
        last_used_at integer,
        expires_at integer,
        revoked_at integer
      ) strict, without rowid;

      create table meta (
        key text primary key,
        value text not null
      ) strict, without rowid;
    `,
  },
};

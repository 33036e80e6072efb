/** Every statement of the engine, one constant each. */

export const begin = "begin immediate";
export const commit = "commit";
export const rollback = "rollback";
export const savepoint = "savepoint work";
export const release = "release work";
export const rollbackTo = "rollback to work";

export const readLog = "select revision, event_id from log";
export const writeLog = "update log set revision = ?, event_id = ?";

const documentColumns = "kind, id, revision, value, gone_at, gone_how";
export const getDocument = `select ${documentColumns} from documents where kind = ? and id = ?`;
export const putDocument = `insert into documents (kind, id, revision, value) values (?, ?, ?, ?)
  on conflict (kind, id) do update
  set revision = excluded.revision, value = excluded.value, gone_at = null, gone_how = null`;
export const removeDocument = `update documents set revision = ?, gone_at = ?, gone_how = ?
  where kind = ? and id = ? and gone_at is null`;
export const purgeDocument = "delete from documents where kind = ? and id = ?";
export const lastDocument = "select coalesce(max(rowid), 0) as last from documents";
export const stretchOfDocuments = `select ${documentColumns} from documents where rowid > ? and rowid <= ?
  and exists (select 1 from json_each(?) as wanted where instr(documents.value, wanted.value) > 0)`;
export const pageOfDocuments = `select ${documentColumns} from documents
  where kind = ? and id > ? and gone_at is null order by id limit ?`;
export const sweepTombstones = `delete from documents where rowid in
  (select rowid from documents where gone_at < ? limit ?)`;

const wholeEvent = "id, revision, at, kind, severity, node, lock_id, resource, owner_id, text";
export const insertEvent = `insert into fresh_events (${wholeEvent}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
export const countFreshEvents = "select count(*) as count from fresh_events";
export const settleEvents = `insert into events (${wholeEvent})
  select ${wholeEvent} from fresh_events order by id`;
export const clearFreshEvents = "delete from fresh_events";
export const eventColumns = "id, at, kind, severity, node, lock_id, resource, owner_id, text";
export const sweepEvents = "delete from events where id in (select id from events where at < ? limit ?)";

/** Events of names with a prefix: from it up to what follows it. Lock ids name their source first. */
export const purgeEvents = (
  table: "events" | "fresh_events",
) => `delete from ${table} where id in (select id from (
  select id from ${table} where node >= ?1 and node < ?2
  union all select id from ${table} where resource >= ?1 and resource < ?2
  union all select id from ${table} where lock_id >= 'native/' || ?1 and lock_id < 'native/' || ?2
  union all select id from ${table} where lock_id >= 'kernel/' || ?1 and lock_id < 'kernel/' || ?2) limit ?3)`;
export const purgeEventsOf = (table: "events" | "fresh_events") =>
  `delete from ${table} where owner_id in (select value from json_each(?))`;

/** What is known of a minute and what comes now are one series: the gap between the two counts as well. */
export const foldBeatMinute = `insert into beat_minutes
  (day, owner_id, minute_at, count, first_at, last_at, max_gap_ms) values (?, ?, ?, ?, ?, ?, ?)
  on conflict (day, owner_id, minute_at) do update set
    count = count + excluded.count,
    max_gap_ms = max(max_gap_ms, excluded.max_gap_ms,
      excluded.first_at - last_at, first_at - excluded.last_at),
    first_at = min(first_at, excluded.first_at),
    last_at = max(last_at, excluded.last_at)`;
export const purgeBeats = `delete from beat_minutes
  where day = ? and owner_id in (select value from json_each(?))`;
export const firstBeatDay = "select min(day) as day from beat_minutes";
export const lastBeatDay = "select max(day) as day from beat_minutes";
export const beatMinutesOfDay = `select owner_id, minute_at, count, first_at, last_at, max_gap_ms
  from beat_minutes where day = ? and owner_id = ? and minute_at between ? and ? order by minute_at`;
export const sweepBeatDays = `delete from beat_minutes where (day, owner_id, minute_at) in
  (select day, owner_id, minute_at from beat_minutes where day < ? limit ?)`;

export const putFleetMinute = `insert into fleet_minutes (minute_at, refusals, nodes, hot, stale)
  values (?, ?, ?, ?, ?) on conflict (minute_at) do update set
  refusals = excluded.refusals, nodes = excluded.nodes, hot = excluded.hot, stale = excluded.stale`;
export const fleetMinutesBetween = `select minute_at, refusals, nodes, hot, stale from fleet_minutes
  where minute_at between ? and ? order by minute_at`;
export const sweepFleetMinutes = `delete from fleet_minutes where minute_at in
  (select minute_at from fleet_minutes where minute_at < ? limit ?)`;

const tokenColumns = `id, name, scope, node, prefix, secret_hash, created_at, created_by, last_used_at,
  expires_at, revoked_at, made_by, revoked_by`;
export const putToken = `insert into tokens (${tokenColumns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (id) do update set name = excluded.name, scope = excluded.scope, node = excluded.node,
  prefix = excluded.prefix, secret_hash = excluded.secret_hash, last_used_at = excluded.last_used_at,
  expires_at = excluded.expires_at, revoked_at = excluded.revoked_at, revoked_by = excluded.revoked_by`;
export const tokenByHash = `select ${tokenColumns} from tokens where secret_hash = ?`;
export const allTokens = `select ${tokenColumns} from tokens order by created_at, id`;
export const touchToken = "update tokens set last_used_at = max(coalesce(last_used_at, 0), ?) where id = ?";

export const getMeta = "select value from meta where key = ?";
export const putMeta = `insert into meta (key, value) values (?, ?)
  on conflict (key) do update set value = excluded.value`;

export const ping = "select 1 as one";

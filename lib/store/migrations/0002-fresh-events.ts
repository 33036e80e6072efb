import type { Migration } from "./migration.ts";

/**
 * `fresh_events` has the newest events, as durable as all others but without the indexes of `events`: an event has a
 * place of its own in each of those, so every commit would write many pages for a few lines. They move over in batches.
 */
export const freshEvents: Migration = {
  number: 2,
  name: "fresh-events",
  sql: {
    sqlite: `
      create table fresh_events (
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
    `,
  },
};

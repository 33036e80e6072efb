import type { ServerFlags } from "#lib/cli/connection.ts";

/** The flags of `locksmith guard`. */
export interface GuardFlags extends ServerFlags {
  name?: string;
  watchdog?: boolean;
  ttl: string;
  wait?: string;
  node?: string;
  service?: string;
  drillWithoutFlock?: boolean;
  json?: boolean;
}

import { foundation } from "./0001-foundation.ts";
import { freshEvents } from "./0002-fresh-events.ts";
import { auditChain } from "./0003-audit-chain.ts";
import { tokenMakers } from "./0004-token-makers.ts";
import { tokenRevokers } from "./0005-token-revokers.ts";
import type { Migration } from "./migration.ts";

/** Every step, in order of number. */
export const allMigrations: readonly Migration[] = [
  foundation,
  freshEvents,
  auditChain,
  tokenMakers,
  tokenRevokers,
];

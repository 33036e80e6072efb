import type { ServerFlags } from "./connection.ts";

/** The flags of `locksmith drill`. */
export interface DrillFlags extends ServerFlags {
  nodes: string;
  variation: string;
  pace: string;
  onCall: string;
  script?: boolean;
  autopilot?: boolean;
  deliverPages?: boolean;
  once?: boolean;
  stop?: boolean;
  status?: boolean;
  next?: boolean;
  json?: boolean;
  report?: string;
}

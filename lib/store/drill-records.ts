import type {
  ActId,
  CoachLine,
  DrillAct,
  DrillOptions,
  DrillPart,
  DrillScore,
  DrillState,
} from "#lib/domain/drill/drill.ts";

/** The drill that is on. Removed with all that was of it when it ends. */
export interface DrillRecord {
  id: string;
  state: DrillState;
  options: DrillOptions;
  startedBy: string;
  startedAt: number;
  /** The server started its processes itself. */
  runHere: boolean;
  /** SHA-256 of its tokens. */
  tokens: { fleet: string; commander: string; onCall: string };
  acts: DrillAct[];
  next: ActId | null;
  /** A person asked for this act, and the runner has not begun it. */
  wanted: ActId | null;
  stopAsked: boolean;
  coach: CoachLine[];
  parts: DrillPart[];
  folder: { bootId: string; path: string; users: string[] } | null;
  incidentId: string | null;
  score: DrillScore | null;
  sentence: string;
  /** What was of it is being removed: its tokens count no more. */
  removing?: boolean;
}

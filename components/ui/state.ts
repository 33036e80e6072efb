/** Colour roles of the tokens. Several states share a role; their shapes keep them apart. */
export type Tone =
  | "live"
  | "held"
  | "suspect"
  | "hot"
  | "stale"
  | "quarantined"
  | "paused"
  | "unknown"
  | "down";

/** What a mark looks like, so that no state is told by colour alone. */
export type Shape =
  | "dot"
  | "ring"
  | "half"
  | "triangle"
  | "broken-ring"
  | "empty-ring"
  | "clock"
  | "bars"
  | "wedge"
  | "octagon"
  | "square"
  | "question"
  | "dotted"
  | "arrow"
  | "cross";

interface StateLook {
  tone: Tone;
  shape: Shape;
  /** The word beside the mark. */
  word: string;
  /** One sentence for tooltips and legends. */
  meaning: string;
}

/** Every state that the console can show: of locks, owners, nodes and beats. */
export const stateLooks = {
  live: { tone: "live", shape: "dot", word: "Live", meaning: "Its heartbeat moves." },
  up: { tone: "live", shape: "dot", word: "Up", meaning: "Its agent reports." },
  free: { tone: "live", shape: "dot", word: "Free", meaning: "Nobody holds it." },
  held: { tone: "held", shape: "ring", word: "Held", meaning: "Somebody holds it." },
  suspect: { tone: "suspect", shape: "half", word: "Suspect", meaning: "In doubt, without proof of death." },
  late: { tone: "suspect", shape: "half", word: "Late", meaning: "Its beat is overdue." },
  hot: { tone: "hot", shape: "triangle", word: "Hot", meaning: "Held, and refusing somebody now." },
  orphan: {
    tone: "stale",
    shape: "broken-ring",
    word: "Orphan",
    meaning: "The owner is proven gone; the lock remains.",
  },
  ghost: { tone: "stale", shape: "empty-ring", word: "Ghost", meaning: "No holder can be reached." },
  quarantined: {
    tone: "quarantined",
    shape: "clock",
    word: "Quarantined",
    meaning: "Cleared, and not yet given to anybody.",
  },
  paused: { tone: "paused", shape: "bars", word: "Paused", meaning: "Stopped taking work on request." },
  stopped: { tone: "paused", shape: "square", word: "Stopped", meaning: "Said goodbye." },
  closed: { tone: "paused", shape: "square", word: "Closed", meaning: "Ended in good order." },
  lost: { tone: "suspect", shape: "half", word: "Lost", meaning: "Its time to live ran out in silence." },
  unknown: {
    tone: "unknown",
    shape: "question",
    word: "Unknown",
    meaning: "Evidence is missing or too old.",
  },
  silent: {
    tone: "unknown",
    shape: "question",
    word: "Silent",
    meaning: "Not heard from; that says nothing about the host.",
  },
  never: { tone: "unknown", shape: "dotted", word: "Never seen", meaning: "No beat has arrived yet." },
  down: { tone: "down", shape: "cross", word: "Down", meaning: "Failed, and known to be." },
  planned: { tone: "unknown", shape: "dotted", word: "Planned", meaning: "Reviewed; nothing has happened." },
  waiting: { tone: "suspect", shape: "half", word: "Waiting", meaning: "Confirmed; a gate is still shut." },
  running: { tone: "held", shape: "ring", word: "Running", meaning: "Its steps are being done." },
  verifying: {
    tone: "held",
    shape: "ring",
    word: "Verifying",
    meaning: "The effect is there, and is being checked.",
  },
  aborting: { tone: "suspect", shape: "half", word: "Aborting", meaning: "It is being taken back." },
  done: { tone: "live", shape: "dot", word: "Done", meaning: "It ended as it was meant to." },
  failed: {
    tone: "down",
    shape: "cross",
    word: "Failed",
    meaning: "It ended otherwise than it was meant to.",
  },
  refused: { tone: "suspect", shape: "cross", word: "Refused", meaning: "It was asked for, and not done." },
  aborted: {
    tone: "paused",
    shape: "square",
    word: "Aborted",
    meaning: "Somebody ended it, and it was taken back.",
  },
  expired: { tone: "paused", shape: "square", word: "Expired", meaning: "Its time ran out before it began." },
  open: { tone: "live", shape: "dot", word: "Open", meaning: "There is machine evidence for it." },
  shut: { tone: "suspect", shape: "half", word: "Shut", meaning: "Nothing goes on until it opens." },
  bypassed: {
    tone: "hot",
    shape: "triangle",
    word: "Bypassed",
    meaning: "Two people overrode it, without proof.",
  },
  working: { tone: "held", shape: "ring", word: "Working", meaning: "Does its work; nobody holds it." },
  draining: {
    tone: "held",
    shape: "arrow",
    word: "Draining",
    meaning: "Takes no new work; finishes what runs.",
  },
  resuming: { tone: "held", shape: "ring", word: "Resuming", meaning: "Takes its work up again." },
  fenced: { tone: "paused", shape: "bars", word: "Fenced", meaning: "The lease service refuses it." },
  successor: {
    tone: "live",
    shape: "dot",
    word: "Successor",
    meaning: "It alone may take the resource next.",
  },
  grabber: {
    tone: "hot",
    shape: "triangle",
    word: "Free to grab it",
    meaning: "It could take the resource now.",
  },
  impaired: { tone: "suspect", shape: "wedge", word: "Impaired", meaning: "Works less than it should." },
  halted: {
    tone: "down",
    shape: "octagon",
    word: "Halted",
    meaning: "Does not work, and nobody asked it to stop.",
  },
  incident: {
    tone: "hot",
    shape: "triangle",
    word: "Open",
    meaning: "It is not over yet, as far as is known.",
  },
  mitigated: {
    tone: "held",
    shape: "ring",
    word: "Mitigated",
    meaning: "What opened it is over; nobody has closed it.",
  },
  resolved: {
    tone: "paused",
    shape: "square",
    word: "Resolved",
    meaning: "Somebody closed it, and said why.",
  },
  critical: { tone: "hot", shape: "triangle", word: "Critical", meaning: "Somebody has to act now." },
  warning: { tone: "suspect", shape: "half", word: "Warning", meaning: "Somebody has to look." },
  info: { tone: "unknown", shape: "dotted", word: "Info", meaning: "Good to know." },
} as const satisfies Record<string, StateLook>;

export type StateName = keyof typeof stateLooks;

/** Class names by tone, written out because Tailwind only sees whole words. */
export const toneClasses: Record<Tone, { shape: string; text: string; soft: string; fill: string }> = {
  live: { shape: "text-live", text: "text-live-text", soft: "bg-live-soft", fill: "bg-live" },
  held: { shape: "text-held", text: "text-held-text", soft: "bg-held-soft", fill: "bg-held" },
  suspect: { shape: "text-suspect", text: "text-suspect-text", soft: "bg-suspect-soft", fill: "bg-suspect" },
  hot: { shape: "text-hot", text: "text-hot-text", soft: "bg-hot-soft", fill: "bg-hot" },
  stale: { shape: "text-stale", text: "text-stale-text", soft: "bg-stale-soft", fill: "bg-stale" },
  quarantined: {
    shape: "text-quarantined",
    text: "text-quarantined-text",
    soft: "bg-quarantined-soft",
    fill: "bg-quarantined",
  },
  paused: { shape: "text-paused", text: "text-paused-text", soft: "bg-paused-soft", fill: "bg-paused" },
  unknown: { shape: "text-unknown", text: "text-unknown-text", soft: "bg-unknown-soft", fill: "bg-unknown" },
  down: { shape: "text-down", text: "text-down-text", soft: "bg-down-soft", fill: "bg-down" },
};

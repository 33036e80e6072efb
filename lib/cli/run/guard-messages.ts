/**
 * What `locksmith run` tells its guard, one JSON object a line. Times are of the boot clock, which is the same for
 * both. When the pipe ends without `done`, run is dead, and the guard ends the command.
 */
export type GuardMessage =
  | { leader: { pid: number; startTime: number } }
  | { stopAtMs: number; killAtMs: number }
  | { done: true };

/** Said by the guard once it watches the pipe; no command is started before. */
export const guardReady = "ready";

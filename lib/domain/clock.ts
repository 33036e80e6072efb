/**
 * Time as the rules see it. Both readings are passed in, so that every rule can be run at any moment.
 */
export interface Clock {
  /** Wall clock, integer milliseconds since the epoch. For display and for records only. */
  wallMs(): number;
  /** Monotonic clock, milliseconds since an arbitrary start. For every decision about silence. */
  monoMs(): number;
}

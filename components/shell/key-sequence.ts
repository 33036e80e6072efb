/** A pressed key, as far as shortcuts care. */
export interface KeyPress {
  key: string;
  /** Ctrl, ⌘ or Alt is down: never ours, except where a binding says so itself. */
  modified: boolean;
  /** The press went to a field, a menu or a dialog, where it means something else. */
  typing: boolean;
  atMs: number;
}

export interface SequenceState {
  pending: string | null;
  pendingAtMs: number;
}

export const idle: SequenceState = { pending: null, pendingAtMs: 0 };

const patienceMs = 1_200;

/**
 * One step of reading shortcuts: `/` and `?` alone, `g l` as two keys within 1.2 s. Returns the next state and
 * the shortcut that is complete, if any. `known` holds shortcuts as `"?"` and `"g l"`.
 */
export function pressKey(
  state: SequenceState,
  press: KeyPress,
  known: ReadonlySet<string>,
): { state: SequenceState; hit: string | null } {
  if (press.modified || press.typing || press.key.length !== 1) return { state: idle, hit: null };
  if (state.pending !== null && press.atMs - state.pendingAtMs <= patienceMs) {
    const sequence = `${state.pending} ${press.key}`;
    if (known.has(sequence)) return { state: idle, hit: sequence };
  }
  if (known.has(press.key)) return { state: idle, hit: press.key };
  for (const shortcut of known) {
    if (shortcut.startsWith(`${press.key} `)) {
      return { state: { pending: press.key, pendingAtMs: press.atMs }, hit: null };
    }
  }
  return { state: idle, hit: null };
}

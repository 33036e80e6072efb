import { LockMissing } from "#components/locks/lock-missing.tsx";

/** A lock that was never seen. */
export default function NotFound() {
  return <LockMissing />;
}

import { BrandMark } from "#components/shell/brand-mark.tsx";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { SafeText } from "#components/ui/safe-text.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { ProblemError } from "#lib/client/http.ts";
import { signInHref } from "#lib/client/next-path.ts";
import type { DisplayStanding } from "#lib/contract/accounts.ts";

const nothing: DisplayStanding = { state: "none", name: null, at: null, by: null };

/** A screen that may not look: since when and why, and what to do. It sends nobody anywhere by itself. */
export function ShutWall(props: {
  standing: DisplayStanding | null;
  entering: boolean;
  error: Error | null;
  onRetry: () => void;
}) {
  const { entering, error, onRetry } = props;
  const standing = error === null ? (props.standing ?? nothing) : standingIn(error);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-3xl flex-col justify-center gap-6 px-8 py-10">
      <p className="flex items-center gap-2 text-lg font-medium text-secondary">
        <BrandMark size={24} />
        Locksmith
      </p>
      <div role="status" className="flex flex-col gap-3">
        <h1 className="text-3xl font-medium tracking-tight text-balance">
          {entering ? "Letting this screen in" : <Heading standing={standing} error={error} />}
        </h1>
        {!entering && <p className="text-xl text-secondary">{meaning(standing, error)}</p>}
      </div>
      <ul className="flex list-disc flex-col gap-2 pl-5 text-lg text-secondary">
        <li>
          Open a display link on this screen. An admin makes one under Settings, Displays, or in a shell with{" "}
          <code className="font-mono text-md whitespace-nowrap">locksmith display create NAME</code>.
        </li>
        <li>Or sign in, and the wall is shown to you.</li>
      </ul>
      <div className="flex flex-wrap gap-3">
        {error !== null && (
          <Button size="lg" loading={entering} onClick={onRetry}>
            Try the link again
          </Button>
        )}
        {/* A whole load: the page is made anew for whoever comes back. */}
        <a href={signInHref("/wall")} className={buttonClass("secondary", "lg")}>
          Sign in
        </a>
      </div>
    </main>
  );
}

function Heading({ standing, error }: { standing: DisplayStanding; error: Error | null }) {
  const { state, name, at, by } = standing;
  const display = name === null ? "This display" : <SafeText text={name} maxLength={60} />;
  switch (state) {
    case "revoked":
      return (
        <>
          {display} was revoked <TimeAgo atMs={at} show="absolute" />
          {by !== null && (
            <>
              {" "}
              by <SafeText text={by} maxLength={60} />
            </>
          )}
        </>
      );
    case "expired":
      return (
        <>
          {display} expired <TimeAgo atMs={at} show="absolute" />
        </>
      );
    case "unknown":
      return "This screen's display is not known here";
    default:
      return error === null ? "This screen is no display yet" : "This link does not let the screen in";
  }
}

function meaning({ state }: DisplayStanding, error: Error | null): string {
  if (state === "revoked" || state === "expired") return "It shows nothing any more, wherever it was opened.";
  if (state === "unknown")
    return "Its link was made by another server, or before this one's data was replaced.";
  if (error !== null) return error.message;
  return "It shows locks, guardians and incidents once it may look. It can change nothing.";
}

/** What a link that was refused says of its display. */
function standingIn(error: Error): DisplayStanding {
  const context = error instanceof ProblemError && error.code === "gone" ? error.problem.context : undefined;
  if (context === undefined) return nothing;
  const { state, name, at, by } = context;
  return {
    state: state === "expired" ? "expired" : "revoked",
    name: typeof name === "string" ? name : null,
    at: typeof at === "number" ? at : null,
    by: typeof by === "string" ? by : null,
  };
}

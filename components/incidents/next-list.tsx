import Link from "next/link";
import { Words } from "#components/locks/words.tsx";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import { nextSteps } from "./next-steps.ts";

/** What can be done next, in the order in which it is wanted, with where it is done. */
export function NextList({ incident }: { incident: IncidentDetail }) {
  const steps = nextSteps(incident);
  if (steps.length === 0) {
    return (
      <p className="text-sm text-secondary">
        Nothing waits for a person: what is under way goes on by itself.
      </p>
    );
  }
  return (
    <ol className="flex list-decimal flex-col gap-1.5 pl-5 text-sm marker:text-tertiary">
      {steps.map(({ id, text, href, link }) => (
        <li key={id}>
          <Words text={text} />
          {href !== null && (
            <>
              {" "}
              <Link
                href={href}
                prefetch={false}
                className="inline-flex min-h-6 items-center underline underline-offset-2 pointer-coarse:min-h-11"
              >
                {link}
              </Link>
            </>
          )}
        </li>
      ))}
    </ol>
  );
}

import { Words } from "#components/locks/words.tsx";
import { Person } from "#components/operations/person.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { IncidentDetail } from "#lib/contract/incidents.ts";

const shownMax = 50;

/** What people wrote, newest first; all of it is in the timeline as well. */
export function NoteList({ notes }: { notes: IncidentDetail["notes"] }) {
  if (notes.length === 0)
    return (
      <p className="text-sm text-secondary">
        Nobody has written anything yet. What people see, decide and tell others goes into the timeline and
        the report from here.
      </p>
    );
  const newest = notes.toReversed().slice(0, shownMax);
  return (
    <ol>
      {newest.map((note) => (
        <li key={`${note.at} ${note.by.id}`} className="border-t border-line py-1.5 text-sm first:border-t-0">
          <p className="break-words whitespace-pre-line">
            <Words text={note.text} />
          </p>
          <p className="text-xs text-tertiary">
            <Person of={note.by} />, <TimeAgo atMs={note.at} show="relative" />
          </p>
        </li>
      ))}
    </ol>
  );
}

import { CodeLine } from "#components/ui/code-line.tsx";
import { allowClearLines } from "#lib/domain/operations/gate-help.ts";

/** How the agent of a host is started so that it may end holders of locks there: lines to copy. */
export function AllowClearLines() {
  return (
    <ul className="my-1 flex w-full max-w-[72ch] flex-col gap-1.5">
      {allowClearLines.map(({ who, line }) => (
        <li key={line} className="flex flex-col gap-1 text-xs text-secondary">
          {who}:
          <CodeLine code={line} label={`the line: ${who}`} />
        </li>
      ))}
    </ul>
  );
}

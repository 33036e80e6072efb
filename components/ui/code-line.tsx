import { CopyButton } from "./copy-button.tsx";

/** One line for a terminal, to read and to copy. Scrolls sideways rather than break. `label` names it. */
export function CodeLine({ code, label }: { code: string; label: string }) {
  return (
    <div className="flex items-center gap-1 rounded-sm bg-sunken pr-1">
      {/* A region that scrolls must be reachable by keyboard. */}
      <code
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need focus (WCAG 2.1.1)
        tabIndex={0}
        className="min-w-0 flex-1 overflow-x-auto px-3 py-2 font-mono text-xs whitespace-pre text-primary"
      >
        {code}
      </code>
      <CopyButton text={code} label={label} />
    </div>
  );
}

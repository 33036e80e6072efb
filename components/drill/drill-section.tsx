"use client";

import { useCan } from "#components/shell/visitor.tsx";
import { CodeLine } from "#components/ui/code-line.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { StartDrillButton } from "./start-drill-button.tsx";
import { useDrill } from "./use-drill.ts";

/** In the settings: what a drill is, and the way to one. */
export function DrillSection() {
  const drill = useDrill();
  const may = useCan("drill.manage");
  return (
    <Section title="Drill">
      <div className="flex max-w-xl flex-col items-start gap-3 text-sm">
        <p className="text-secondary">
          The 03:12 incident, rehearsed with real processes and a real stuck lock. It lives apart from what is
          real, is labelled on every screen, and is removed at its end.
        </p>
        {drill !== null && <p>One is on: the banner above says more.</p>}
        {may.allowed ? <StartDrillButton /> : <p className="text-tertiary">{may.reason}</p>}
        {drill === null && (
          <div className="w-full">
            <CodeLine label="the drill's command" code="npx locksmith drill" />
          </div>
        )}
      </div>
    </Section>
  );
}

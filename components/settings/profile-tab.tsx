"use client";

import type { ReactNode } from "react";
import { AlertSettings } from "#components/alert/alert-settings.tsx";
import { useVisitor } from "#components/shell/visitor.tsx";
import { Segments } from "#components/ui/filter-chips.tsx";
import { KeyValues } from "#components/ui/key-values.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { setPreferences, usePreferences } from "#components/ui/preferences.ts";
import { SafeText } from "#components/ui/safe-text.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { densityOptions, timesOptions } from "#components/views/display-options.ts";
import { DisplayProfile } from "./display-profile.tsx";
import { PasswordForm } from "./password-form.tsx";
import { roleMeanings } from "./role-words.ts";
import { SessionTable } from "./session-table.tsx";

/** One's own account: who one is, where one is signed in, the password, and this browser's habits. */
export function ProfileTab() {
  const me = useVisitor();
  if (me.kind === "display") return <DisplayProfile name={me.name} />;
  return (
    <div className="flex flex-col gap-8">
      <Section title="You">
        <KeyValues
          items={[
            { label: "Name", value: <SafeText text={me.name} /> },
            { label: "Email", value: me.email === null ? "–" : <SafeText text={me.email} /> },
            {
              label: "Role",
              value:
                me.role === null ? (
                  "–"
                ) : (
                  <>
                    {me.role} <span className="text-tertiary">· {roleMeanings[me.role]}</span>
                  </>
                ),
            },
          ]}
        />
      </Section>
      <Section title="Sessions" note="where this account is signed in">
        <SessionTable />
      </Section>
      <Section title="Password" note="changing it ends every other session">
        <PasswordForm />
      </Section>
      <Section title="When a lock becomes HOT" note="in this browser">
        <AlertSettings />
      </Section>
      <Section title="This browser">
        <BrowserHabits />
      </Section>
    </div>
  );
}

function BrowserHabits() {
  const { zone, keys, density, times } = usePreferences();
  return (
    <div className="flex flex-col gap-3">
      <Habit label="Rows of tables">
        <Segments
          label="Rows of tables"
          value={density}
          onValueChange={(next) => setPreferences({ density: next as typeof density })}
          chips={densityOptions}
        />
      </Habit>
      <Habit label="Times">
        <Segments
          label="Times"
          value={times}
          onValueChange={(next) => setPreferences({ times: next as typeof times })}
          chips={timesOptions}
        />
      </Habit>
      <Switch
        label="Times in my own zone"
        hint="Otherwise UTC."
        checked={zone === "local"}
        onCheckedChange={(local) => setPreferences({ zone: local ? "local" : "utc" })}
      />
      <Switch
        label="Single-key shortcuts"
        hint="Such as / for the filter and g l for the locks."
        checked={keys}
        onCheckedChange={(on) => setPreferences({ keys: on })}
      />
    </div>
  );
}

function Habit({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
      <span aria-hidden className="w-32">
        {label}
      </span>
      {children}
    </div>
  );
}

"use client";

import { Dialog } from "#components/ui/dialog.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { setPreferences, usePreferences } from "#components/ui/preferences.ts";
import { Switch } from "#components/ui/switch.tsx";
import { places } from "./nav.ts";

const groups = [
  {
    title: "Anywhere",
    lines: [
      { keys: ["⌘ K", "Ctrl K"], either: true, does: "Go to a place or a lock" },
      { keys: ["/"], does: "Filter what is on this page" },
      { keys: ["?"], does: "Show this list" },
      ...places.map((item) => ({ keys: [...item.keys], does: `Go to ${item.label}`, either: false })),
    ],
  },
  {
    title: "In a table",
    lines: [
      { keys: ["j", "k"], either: true, does: "Next and previous row" },
      { keys: ["Enter"], does: "Open the row" },
    ],
  },
  {
    title: "On a timeline",
    lines: [
      { keys: ["←", "→"], either: true, does: "Earlier and later" },
      { keys: ["⇧ ←", "⇧ →"], either: true, does: "From mark to mark, in the picture of an incident" },
      { keys: ["+", "−"], either: true, does: "Closer and wider" },
      { keys: ["0"], does: "The whole range again" },
    ],
  },
];

/** The list of all keys. No single key changes anything but what is shown. Loaded when first opened. */
export function KeyboardHelp(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { keys } = usePreferences();
  return (
    <Dialog {...props} title="Keyboard">
      <div className="flex flex-col gap-5">
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className="mb-1.5 text-xs font-medium text-tertiary">{group.title}</h3>
            <dl className="flex flex-col gap-1">
              {group.lines.map((line) => (
                <div key={line.does} className="flex items-center justify-between gap-4">
                  <dt>{line.does}</dt>
                  <dd className="flex items-center gap-1 text-xs text-tertiary">
                    {line.keys.map((key, index) => (
                      <span key={key} className="flex items-center gap-1">
                        {index > 0 && line.either === true && "or"}
                        <Kbd>{key}</Kbd>
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <Switch
          checked={keys}
          onCheckedChange={(next) => setPreferences({ keys: next })}
          label="Single-key shortcuts"
          hint="Off: only ⌘ K and Ctrl K remain. Kept for this browser."
        />
      </div>
    </Dialog>
  );
}

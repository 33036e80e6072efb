"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { setAlertChoice, useAlertChoice } from "./alert-choice.ts";
import { mayNotify, notify as showNote } from "./hot-bell.ts";
import { sound } from "./tone.ts";

/** How this browser calls when a lock becomes HOT: not at all, unless it is asked to. */
export function AlertSettings() {
  const choice = useAlertChoice();
  const [problem, setProblem] = useState<string | null>(null);
  const notify = async (on: boolean) => {
    setProblem(null);
    // Asked for only here, on a click: a page that asks by itself is refused for good.
    if (on && !mayNotify()) {
      const answer = "Notification" in window ? await Notification.requestPermission() : "unsupported";
      if (answer !== "granted") return setProblem(refusals[answer]);
    }
    // The first one is shown at once: some browsers have the permission and no way to show one.
    if (on && showNote("on", "Locksmith calls here", "Like this, when a lock becomes HOT.") === null)
      return setProblem(refusals.unable);
    setAlertChoice({ notify: on });
  };
  const test = async () => {
    const heard = await sound();
    setProblem(
      heard ? null : "This browser does not let the page sound now. Look at its settings for this site.",
    );
  };
  return (
    <div className="flex flex-col gap-3">
      <Switch
        label="Notify when a lock becomes HOT"
        hint="Once for each lock, in one tab. It goes when the lock is no longer HOT."
        checked={choice.notify}
        onCheckedChange={(on) => void notify(on)}
      />
      <Switch
        label="Sound when a lock becomes HOT"
        hint="Two short notes, at most every ten seconds. A tab can sound only after a click in it."
        checked={choice.sound}
        onCheckedChange={(on) => setAlertChoice({ sound: on })}
      />
      <Switch
        label="Also in a drill"
        hint="Otherwise a drill is seen and not heard."
        checked={choice.drill}
        disabled={!choice.notify && !choice.sound}
        onCheckedChange={(on) => setAlertChoice({ drill: on })}
      />
      <div>
        <Button size="sm" variant="secondary" onClick={() => void test()}>
          Test the sound
        </Button>
      </div>
      <p role="status" className="text-sm text-suspect-text empty:hidden">
        {problem}
      </p>
    </div>
  );
}

const refusals = {
  denied: "This browser refuses notifications of this site. Its settings for the site can change that.",
  default: "Nothing was allowed. Switch it on again to be asked once more.",
  unable: "This browser lets no page show notifications. Nothing was switched on.",
  unsupported: "This browser shows notifications only over https, or on the machine itself.",
} as const;

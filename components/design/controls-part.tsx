"use client";

import { Download, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { ButtonVariant } from "#components/ui/button-class.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuLine } from "#components/ui/menu.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { Example, Part } from "./example.tsx";

const variants: readonly { variant: ButtonVariant; word: string; use: string }[] = [
  { variant: "primary", word: "Acknowledge", use: "primary: the one act that a screen asks for" },
  { variant: "secondary", word: "Add a note…", use: "secondary: all others" },
  { variant: "ghost", word: "Show all 340", use: "ghost: inside of something" },
  { variant: "danger", word: "Clear…", use: "danger: takes something from somebody" },
];
const noRight = "This needs the role approver; yours is viewer.";

/** What is pressed, in every state. The word of a button is a verb; three dots say that it asks before it acts. */
export function ControlsPart() {
  return (
    <Part
      id="controls"
      title="Buttons and menus"
      note="A button carries its verb; three dots say that it asks before it acts. Who may never do it sees no button; who cannot do it
        now sees why. On touch the main acts are 44 px high."
    >
      <div className="flex flex-col gap-6">
        {variants.map(({ variant, word, use }) => (
          <ButtonStates key={variant} variant={variant} word={word} use={use} />
        ))}
        <div className="flex flex-wrap gap-x-8 gap-y-5">
          <Example name="Sizes: in a table, everywhere, for a thumb">
            <Button size="sm">Read again</Button>
            <Button>Read again</Button>
            <Button size="lg">Read again</Button>
          </Example>
          <Example name="With a mark">
            <Button icon={<Plus aria-hidden size={14} />}>Add a follow-up…</Button>
          </Example>
          <Example name="Only a mark: its name is its tooltip">
            <IconButton label="Download" icon={<Download aria-hidden size={16} />} />
            <IconButton label="Download" disabled icon={<Download aria-hidden size={16} />} />
            <CopyButton text="ses_VqWEo_7wHeFS55av8JVy0Q" label="the id" />
          </Example>
          <Example name="Only a mark, under the pointer" shown="hover">
            <IconButton label="Download" icon={<Download aria-hidden size={16} />} />
          </Example>
          <Example name="Only a mark, focused" shown="focus">
            <IconButton label="Download" icon={<Download aria-hidden size={16} />} />
          </Example>
          <Menus />
          <Example name="A note on hover and focus">
            <Tooltip content="Counted on the server’s clock">
              <Button variant="ghost">Held for</Button>
            </Tooltip>
          </Example>
          <Example name="Keys">
            <Kbd>Ctrl K</Kbd>
            <Kbd>g</Kbd>
            <Kbd>l</Kbd>
          </Example>
        </div>
      </div>
    </Part>
  );
}

function ButtonStates({ variant, word, use }: { variant: ButtonVariant; word: string; use: string }) {
  return (
    <div>
      <h3 className="mb-2 text-xs font-medium text-tertiary">{use}</h3>
      <div className="flex flex-wrap gap-x-8 gap-y-4">
        <Example name="at rest">
          <Button variant={variant}>{word}</Button>
        </Example>
        <Example name="under the pointer" shown="hover">
          <Button variant={variant}>{word}</Button>
        </Example>
        <Example name="focused" shown="focus">
          <Button variant={variant}>{word}</Button>
        </Example>
        <Example name="busy">
          <Button variant={variant} loading>
            {word}
          </Button>
        </Example>
        <Example name="cannot now, and says why">
          <Button variant={variant} disabledReason={noRight}>
            {word}
          </Button>
        </Example>
        <Example name="switched off">
          <Button variant={variant} disabled>
            {word}
          </Button>
        </Example>
      </div>
    </div>
  );
}

function Menus(): ReactNode {
  const [on, setOn] = useState(true);
  return (
    <Example name="A menu">
      <Menu align="start" trigger={<Button>Columns</Button>}>
        <MenuLabel>Shown</MenuLabel>
        <MenuCheck checked={on} onCheckedChange={setOn}>
          Waiters
        </MenuCheck>
        <MenuLine />
        <MenuItem>As they were at first</MenuItem>
        <MenuItem reason={noRight}>For everybody</MenuItem>
      </Menu>
    </Example>
  );
}

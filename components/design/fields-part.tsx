"use client";

import { useState } from "react";
import { Check } from "#components/ui/check.tsx";
import { Field } from "#components/ui/field.tsx";
import { FilterChips, Segments } from "#components/ui/filter-chips.tsx";
import { Input } from "#components/ui/input.tsx";
import { SearchInput } from "#components/ui/search-input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { Example, Examples, Part } from "./example.tsx";
import { hostile } from "./hostile.ts";

const roles = ["viewer", "operator", "approver", "admin"].map((role) => ({ value: role, label: role }));

/** What is filled in and chosen, in every state. */
export function FieldsPart() {
  return (
    <Part
      id="fields"
      title="Fields and filters"
      note="A label is always in sight. The hint says the rule before it is broken; the error says what would be right, and takes the
        hint’s place, so nothing moves."
    >
      <Examples>
        <TextFields />
        <Choices />
        <Filters />
      </Examples>
    </Part>
  );
}

function TextFields() {
  return (
    <>
      <Field label="Node" hint="The name under which that host will be known.">
        {(control) => <Input {...control} placeholder="node-7" />}
      </Field>
      <div data-shown="focus">
        <Field label="Node, focused" hint="The name under which that host will be known.">
          {(control) => <Input {...control} defaultValue="node-7" />}
        </Field>
      </div>
      <Field label="Node, refused" error="A name has no spaces: node-7, not node 7.">
        {(control) => <Input {...control} defaultValue="node 7" />}
      </Field>
      <Field label="Node, switched off" hint="It was given by the link.">
        {(control) => <Input {...control} disabled defaultValue="node-7" />}
      </Field>
      <Field label="Path, too long for its field">
        {(control) => <Input {...control} readOnly value={hostile.long} className="font-mono" />}
      </Field>
      <Field label="Why" hint="Two words or more, about this case: it goes into the audit.">
        {(control) => <TextArea {...control} rows={2} />}
      </Field>
    </>
  );
}

function Choices() {
  const [role, setRole] = useState("operator");
  const [on, setOn] = useState(true);
  return (
    <>
      <Field label="Role">
        {(control) => <Select {...control} value={role} onValueChange={setRole} options={roles} />}
      </Field>
      <Field label="Role, switched off" hint="The last admin stays one.">
        {(control) => <Select {...control} disabled value="admin" onValueChange={() => {}} options={roles} />}
      </Field>
      <div className="flex flex-col gap-3">
        <Switch checked={on} onCheckedChange={setOn} label="Times in my own zone" hint="Otherwise UTC." />
        <Switch checked={false} onCheckedChange={() => {}} label="Off" />
        <Switch disabled checked onCheckedChange={() => {}} label="Switched off, and cannot be changed" />
      </div>
      <div className="flex flex-col gap-1">
        <Check
          checked={on}
          onCheckedChange={setOn}
          label="I have read what is not verified"
          hint="Three items."
        />
        <Check checked={false} onCheckedChange={() => {}} label="Not ticked" />
        <Check disabled checked={false} onCheckedChange={() => {}} label="Cannot be ticked" />
      </div>
    </>
  );
}

function Filters() {
  const [text, setText] = useState("aim_lock");
  const [states, setStates] = useState<string[]>(["hot"]);
  const [range, setRange] = useState("60");
  const [tab, setTab] = useState("versions");
  return (
    <>
      <Example name="Search as you type: empty, and with a word">
        <SearchInput
          label="Name, node, owner"
          value=""
          onValueChange={() => {}}
          filterKey={false}
          className="w-full"
        />
        <SearchInput
          label="Filter"
          value={text}
          onValueChange={setText}
          filterKey={false}
          className="w-full"
        />
      </Example>
      <Example name="Several may be on">
        <FilterChips
          label="State"
          values={states}
          onValuesChange={setStates}
          chips={[
            { value: "hot", label: "Hot", state: "hot", count: 3 },
            { value: "held", label: "Held", state: "held", count: 98_765 },
            { value: "free", label: "Free", state: "free", count: 0 },
          ]}
        />
      </Example>
      <Example name="Exactly one">
        <Segments
          label="Range"
          value={range}
          onValueChange={setRange}
          chips={[
            { value: "60", label: "1 h" },
            { value: "360", label: "6 h" },
            { value: "1440", label: "24 h" },
          ]}
        />
      </Example>
      <div className="min-w-0">
        <Tabs
          label="Parts"
          value={tab}
          onValueChange={setTab}
          tabs={[
            { value: "versions", label: "Versions", count: 12, content: "What the file was, newest first." },
            { value: "nodes", label: "Nodes", count: 101, content: "Who runs which." },
            { value: "history", label: "History", content: "What happened to it." },
          ]}
        />
      </div>
    </>
  );
}

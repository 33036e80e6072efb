"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu, MenuItem, MenuLine } from "#components/ui/menu.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Cell, HeadCell, Row, Table } from "#components/ui/table.tsx";
import {
  changePageTargetMutation,
  removePageTargetMutation,
  testPageTargetMutation,
} from "#lib/client/paging.ts";
import type { PageTarget } from "#lib/contract/paging.ts";
import { ActionCell, ActionHeadCell } from "./action-cell.tsx";
import { formatWords } from "./format-words.ts";
import { Scroll } from "./scroll.tsx";
import { TargetChange } from "./target-form.tsx";

type Task = { kind: "change" | "remove"; target: PageTarget };

/** Every receiver, with a test for each that says what came of it. */
export function TargetTable({ targets }: { targets: readonly PageTarget[] }) {
  const [task, setTask] = useState<Task | null>(null);
  const test = useMutation(testPageTargetMutation());
  const tested = targets.find((target) => target.id === test.variables);
  const close = () => setTask(null);
  return (
    <>
      <Scroll label="Receivers">
        <Table>
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell>State</HeadCell>
              <HeadCell className="max-sm:hidden">Format</HeadCell>
              <HeadCell className="max-sm:hidden">Address</HeadCell>
              <HeadCell className="max-sm:hidden">Secret</HeadCell>
              <ActionHeadCell />
            </tr>
          </thead>
          <tbody>
            {targets.map((target) => (
              <TargetRow
                key={target.id}
                target={target}
                testing={test.isPending && test.variables === target.id}
                onTest={() => test.mutate(target.id)}
                onTask={(kind) => setTask({ kind, target })}
              />
            ))}
          </tbody>
        </Table>
      </Scroll>
      {tested !== undefined && !test.isPending && (
        <Banner
          className="mt-3"
          tone={test.data?.delivered === true ? "info" : "danger"}
          title={`Test page to ${tested.name}`}
        >
          {test.data === undefined
            ? test.error?.message
            : `${test.data.text} It took ${test.data.tookMs} ms.`}
        </Banner>
      )}
      {task?.kind === "change" && <TargetChange target={task.target} onClose={close} />}
      <RemoveTarget target={task?.kind === "remove" ? task.target : null} onClose={close} />
    </>
  );
}

function TargetRow(props: {
  target: PageTarget;
  testing: boolean;
  onTest: () => void;
  onTask: (kind: Task["kind"]) => void;
}) {
  const { target, testing, onTest, onTask } = props;
  const change = useMutation(changePageTargetMutation(useQueryClient()));
  const toggle = () =>
    change.mutate(
      { id: target.id, enabled: !target.enabled },
      { onError: (error) => toast.error(`${target.name} is as it was`, { description: error.message }) },
    );
  return (
    <Row className="group">
      <Cell className="max-w-56 max-sm:max-w-28">
        <SafeText text={target.name} truncate="middle" />
        <span className="block truncate text-xs text-tertiary sm:hidden">
          {formatWords[target.format].name}
        </span>
      </Cell>
      <Cell>
        {target.enabled ? <StateBadge state="open" label="On" /> : <StateBadge state="stopped" label="Off" />}
      </Cell>
      <Cell className="text-secondary max-sm:hidden">{formatWords[target.format].name}</Cell>
      <Cell className="max-w-80 max-sm:hidden">
        <SafeText text={target.url} mono truncate="middle" className="text-xs" />
      </Cell>
      <Cell className="text-secondary max-sm:hidden">{secretWords(target)}</Cell>
      <ActionCell>
        <span className="inline-flex items-center gap-1">
          <Button
            size="sm"
            variant="ghost"
            loading={testing}
            onClick={onTest}
            aria-label={`Send a test page to ${target.name}`}
          >
            Send a test page
          </Button>
          <Menu
            className="text-left whitespace-normal"
            trigger={
              <IconButton
                label={`Actions for ${target.name}`}
                icon={<Ellipsis aria-hidden size={16} />}
                side="left"
              />
            }
          >
            <MenuItem onSelect={() => onTask("change")}>Change…</MenuItem>
            <MenuItem onSelect={toggle}>{target.enabled ? "Switch off" : "Switch on"}</MenuItem>
            <MenuLine />
            <MenuItem onSelect={() => onTask("remove")}>Remove…</MenuItem>
          </Menu>
        </span>
      </ActionCell>
    </Row>
  );
}

function secretWords({ format, hasSecret }: PageTarget): string {
  if (format === "slack") return "in its address";
  return hasSecret ? "kept" : "none";
}

function RemoveTarget({ target, onClose }: { target: PageTarget | null; onClose: () => void }) {
  const remove = useMutation(removePageTargetMutation(useQueryClient()));
  return (
    <ConfirmDialog
      open={target !== null}
      onOpenChange={(open) => !open && onClose()}
      title="Remove this receiver?"
      verb="Remove receiver"
      danger
      onConfirm={async () => {
        if (target === null) return;
        await remove.mutateAsync(target.id);
        toast.success("The receiver is removed");
      }}
    >
      {target !== null && (
        <p className="text-sm text-secondary">
          <SafeText text={target.name} maxLength={80} className="text-primary" /> gets no page from then on.
          What still waits for it in the outbox is given up, also the word that something is over.
        </p>
      )}
    </ConfirmDialog>
  );
}

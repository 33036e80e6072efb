"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { DetailFrame } from "#components/live/detail-frame.tsx";
import { EventList } from "#components/locks/event-list.tsx";
import { useTitle } from "#components/locks/use-lock-title.ts";
import { useCan } from "#components/shell/visitor.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { configQuery } from "#lib/client/configs.ts";
import { operationHref } from "#lib/client/paths.ts";
import type { ConfigDetail } from "#lib/contract/configs.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { CanaryForm } from "./canary-form.tsx";
import { configSearchParsers, configTabs } from "./config-search.ts";
import { configSummary } from "./config-words.ts";
import { DiffPanel } from "./diff-panel.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { NodeTable } from "./node-table.tsx";
import { UploadDialog } from "./upload-dialog.tsx";
import { VersionList } from "./version-list.tsx";

/** One configuration: which version is promoted, who runs what, and what differs. */
export function ConfigScreen({ name }: { name: string }) {
  const query = useQuery(configQuery(name));
  useTitle(`${safeText(name, 60)} · Locksmith`);
  return (
    <DetailFrame query={query} noun="configuration" listHref="/configs">
      {(data) => <Config config={data} />}
    </DetailFrame>
  );
}

function Config({ config }: { config: ConfigDetail }) {
  const [search, setSearch] = useQueryStates(configSearchParsers, { history: "replace" });
  const { state, label } = configSummary(config);
  const to = search.to ?? config.latest;
  const from =
    search.from ??
    (config.promoted !== null && config.promoted !== to ? config.promoted : Math.max(1, to - 1));
  const contents = {
    versions: {
      label: "Versions",
      count: config.versions,
      content: (
        <VersionList config={config} onCompare={(a, b) => void setSearch({ tab: "diff", from: a, to: b })} />
      ),
    },
    nodes: { label: "Nodes", count: config.nodes, content: <NodeTable config={config} /> },
    diff: {
      label: "Compare",
      content:
        config.latest === 0 ? (
          <p className="text-sm text-secondary">
            There is no version to compare yet: the second one is compared with the first, line by line.
          </p>
        ) : (
          <DiffPanel
            config={config}
            from={from}
            to={to}
            view={search.view}
            onChange={(change) => void setSearch(change)}
          />
        ),
    },
    history: { label: "History", content: <EventList events={config.history} /> },
  };
  return (
    <>
      <PageHeader
        title={<SafeText text={config.name} maxLength={160} className="break-words" />}
        state={<StateBadge state={state} label={label} strong />}
        meta={
          config.promoted === null ? "No version is promoted." : `Version ${config.promoted} is promoted.`
        }
        actions={<Actions config={config} />}
      />
      <Notices config={config} />
      <Tabs
        label="Parts of this configuration"
        value={search.tab}
        onValueChange={(tab) => void setSearch({ tab: configTabs.find((one) => one === tab) ?? "versions" })}
        tabs={configTabs.map((value) => ({ value, ...contents[value] }))}
      />
    </>
  );
}

function Notices({ config }: { config: ConfigDetail }) {
  return (
    <>
      {config.canaryId !== null && (
        <Banner
          tone="info"
          title="A canary of this configuration is under way."
          action={
            <Link href={operationHref(config.canaryId)} className={buttonClass("secondary", "sm")}>
              Open it
            </Link>
          }
        />
      )}
      {config.lockState === "hot" && (
        <Banner
          tone="danger"
          title="The lock of this name is HOT: nodes refuse a shadow as long as it is."
          action={
            <Link
              href={`/locks?q=${encodeURIComponent(config.name)}`}
              className={buttonClass("secondary", "sm")}
            >
              Show the lock
            </Link>
          }
        />
      )}
      {config.promoted === null && config.nodes > 0 && (
        <Banner
          tone="warn"
          title="No version is promoted yet, so a canary would have nothing to come back to."
        >
          Import the version that a node runs; it becomes the promoted one.
        </Banner>
      )}
    </>
  );
}

function Actions({ config }: { config: ConfigDetail }) {
  const [open, setOpen] = useState<"upload" | "import" | "canary" | null>(null);
  const mayWrite = useCan("config.write").allowed;
  const mayPlan = useCan("operation.plan").allowed;
  const close = () => setOpen(null);
  const other = config.versionList.some(({ version }) => version !== config.promoted);
  const noCanary =
    config.canaryId !== null
      ? "Another canary of it is under way."
      : config.promoted === null
        ? "Import what a node runs first: there is nothing to come back to."
        : other
          ? undefined
          : "There is no other version to try: upload one.";
  return (
    <>
      {mayPlan && (
        <Button
          variant="primary"
          disabledReason={noCanary}
          onClick={() => setOpen("canary")}
          className="pointer-coarse:h-11"
        >
          Start a canary…
        </Button>
      )}
      {mayWrite && (
        <Button onClick={() => setOpen("upload")} className="pointer-coarse:h-11">
          Upload a version…
        </Button>
      )}
      {mayWrite && config.nodes > 0 && (
        <Button onClick={() => setOpen("import")} className="pointer-coarse:h-11">
          Import from a node…
        </Button>
      )}
      {open === "upload" && <UploadDialog name={config.name} onClose={close} />}
      {open === "import" && <ImportDialog config={config} onClose={close} />}
      {open === "canary" && <CanaryForm config={config} onClose={close} />}
    </>
  );
}

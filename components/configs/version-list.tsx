"use client";

import { Download, GitCompareArrows } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { CopyId } from "#components/ui/copy-id.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { apiPaths } from "#lib/client/paths.ts";
import type { ConfigDetail, ConfigVersionRow } from "#lib/contract/configs.ts";
import { grouped } from "#lib/domain/words.ts";
import { originWords, sizeWords } from "./config-words.ts";

/** Versions, the newest first: who, when, why, and how many nodes run each. */
export function VersionList(props: { config: ConfigDetail; onCompare: (from: number, to: number) => void }) {
  const { config, onCompare } = props;
  if (config.versionList.length === 0) {
    return (
      <p className="text-sm text-secondary">
        No version is known yet: upload one, or wait for an agent to send it.
      </p>
    );
  }
  return (
    <ul aria-label="Versions" className="border-b border-line">
      {config.versionList.map((version, i) => (
        <VersionLine
          key={version.version}
          config={config}
          version={version}
          compareWith={
            config.promoted !== null && config.promoted !== version.version
              ? config.promoted
              : (config.versionList[i + 1]?.version ?? null)
          }
          onCompare={onCompare}
        />
      ))}
    </ul>
  );
}

function VersionLine(props: {
  config: ConfigDetail;
  version: ConfigVersionRow;
  compareWith: number | null;
  onCompare: (from: number, to: number) => void;
}) {
  const { config, version, compareWith, onCompare } = props;
  return (
    <li
      data-version={version.version}
      className="grid grid-cols-[3.5rem_minmax(0,1fr)] gap-x-3 gap-y-1 border-t border-line py-2.5 text-sm sm:grid-cols-[3.5rem_minmax(0,1fr)_8rem_12rem] sm:items-center"
    >
      <span className="text-lg tabular-nums">{version.version}</span>
      <span className="flex min-w-0 flex-col gap-0.5">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
          {config.promoted === version.version && <StateBadge state="live" label="Promoted" />}
          <SafeText text={version.reason} maxLength={300} className="min-w-0 break-words" />
        </span>
        <span className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-tertiary">
          <span>
            {originWords[version.origin]} by <SafeText text={version.author} maxLength={80} />
            {version.node !== null && (
              <>
                {" on "}
                <SafeText text={version.node} maxLength={60} />
              </>
            )}
          </span>
          <TimeAgo atMs={version.createdAt} />
          {version.imported !== null && (
            <span>
              imported by <SafeText text={version.imported.by} maxLength={80} />,{" "}
              <TimeAgo atMs={version.imported.at} />:{" "}
              <SafeText text={version.imported.reason} maxLength={200} />
            </span>
          )}
          <span className="tabular-nums">{sizeWords(version.sizeBytes)}</span>
          <span className="inline-flex min-w-0 items-center gap-1">
            <span className="shrink-0">SHA-256</span>{" "}
            <CopyId id={version.hash} label={`the hash of version ${version.version}`} />
          </span>
        </span>
      </span>
      <span className="text-xs text-secondary tabular-nums max-sm:col-start-2">
        {version.nodes === 0
          ? "runs nowhere"
          : `runs on ${grouped(version.nodes)} ${version.nodes === 1 ? "node" : "nodes"}`}
      </span>
      <span className="flex gap-2 max-sm:col-start-2 sm:justify-end">
        {compareWith !== null && (
          <Button
            size="sm"
            className="pointer-coarse:h-11"
            onClick={() => onCompare(compareWith, version.version)}
          >
            <GitCompareArrows aria-hidden size={13} />
            Compare with {compareWith}
          </Button>
        )}
        <a
          className={buttonClass("ghost", "sm")}
          href={apiPaths.configContent(config.name, version.version)}
          aria-label={`Download version ${version.version}`}
          download
        >
          <Download aria-hidden size={13} />
        </a>
      </span>
    </li>
  );
}

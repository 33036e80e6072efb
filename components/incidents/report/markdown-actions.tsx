"use client";

import { Check, Copy, Download } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { incidentReportFile, incidentReportText } from "#lib/client/incidents-record.ts";

const shownMs = 1_600;

/** Puts the report as Markdown on the clipboard, and says whether the browser let it. */
export function CopyMarkdown({ id }: { id: string }) {
  const [result, setResult] = useState<"copied" | string | null>(null);
  const [busy, setBusy] = useState(false);
  const copy = async () => {
    setBusy(true);
    setResult(null);
    try {
      await navigator.clipboard.writeText(await incidentReportText(id));
      setResult("copied");
      setTimeout(() => setResult(null), shownMs);
    } catch (error) {
      setResult(error instanceof Error ? error.message : "The browser did not allow copying.");
    } finally {
      setBusy(false);
    }
  };
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Button
        loading={busy}
        icon={result === "copied" ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
        onClick={copy}
      >
        Copy as Markdown
      </Button>
      <span role="status" className={result === "copied" ? "sr-only" : "text-xs text-hot-text"}>
        {result === "copied" ? "Copied" : result}
      </span>
    </span>
  );
}

/** A file of the same words. */
export function DownloadMarkdown({ id }: { id: string }) {
  return (
    <a href={incidentReportFile(id)} download className={buttonClass("secondary")}>
      <Download aria-hidden size={14} />
      Download .md
    </a>
  );
}

"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./icon-button.tsx";

const shownMs = 1_600;

/** Copies `text`, and says that it did (or that the browser did not let it). `label` names what is copied. */
export function CopyButton(props: { text: string; label: string; size?: "sm" | "md"; className?: string }) {
  const { text, label, size = "md", className } = props;
  const [result, setResult] = useState<"copied" | "failed" | null>(null);
  useEffect(() => {
    if (result === null) return;
    const id = setTimeout(() => setResult(null), shownMs);
    return () => clearTimeout(id);
  }, [result]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setResult("copied");
    } catch {
      setResult("failed");
    }
  };
  return (
    <>
      <IconButton
        label={`Copy ${label}`}
        icon={result === "copied" ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
        onClick={copy}
        size={size}
        {...(className === undefined ? {} : { className })}
      />
      <span role="status" className="sr-only">
        {result === "copied" && "Copied"}
        {result === "failed" && "The browser did not allow copying"}
      </span>
    </>
  );
}

import type { ReactNode } from "react";
import { SafeText } from "#components/ui/safe-text.tsx";

const sentenceMaxChars = 2_000;

/** A sentence of the server: what stands between backticks is a name or a command, and shown as one. */
export function Words({ text }: { text: string }): ReactNode {
  let startsAt = 0;
  return text.split("`").map((part, index) => {
    const key = startsAt;
    startsAt += part.length + 1;
    if (part === "") return null;
    return (
      <SafeText
        key={key}
        text={part}
        maxLength={sentenceMaxChars}
        {...(index % 2 === 1 && { className: "font-mono text-[0.92em]" })}
      />
    );
  });
}

import { safeText } from "#lib/domain/safe-text.ts";
import { ClipMiddle } from "./clip-middle.tsx";
import { cn } from "./cn.ts";
import { withDrillTags } from "./drill-tag.tsx";

const titleMaxChars = 4_096;

/** Characters at the end of a name that stay when its column is narrow: `.conf` and `.conf.bak` are two files. */
const nameEndChars = 9;

/**
 * Text that a host made up: escapes are visible, direction is isolated, length is bounded, and the whole of
 * it is in the title when it was cut. `truncate` also cuts it to its column: a sentence at its end, a name in its
 * `middle`, because names differ at their end. Names of a drill wear their label.
 */
export function SafeText(props: {
  text: string;
  maxLength?: number;
  mono?: boolean;
  truncate?: boolean | "middle";
  className?: string;
}) {
  const { text, maxLength = 256, mono = false, truncate = false, className } = props;
  const shown = safeText(text, maxLength);
  const whole = safeText(text, titleMaxChars);
  if (truncate === "middle" && shown !== "") {
    return (
      <ClipMiddle
        text={shown}
        title={whole}
        keepEnd={nameEndChars}
        face={mono ? "mono" : "sans"}
        {...(className !== undefined && { className })}
      />
    );
  }
  const titled = truncate !== false || shown !== whole ? { title: whole } : {};
  return (
    <bdi
      {...titled}
      className={cn(mono && "font-mono", truncate === false ? "break-anywhere" : "block truncate", className)}
    >
      {shown === "" ? <span className="text-tertiary">(empty)</span> : withDrillTags(shown)}
    </bdi>
  );
}

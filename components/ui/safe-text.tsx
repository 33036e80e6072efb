import { safeText } from "#lib/domain/safe-text.ts";
import { cn } from "./cn.ts";
import { withDrillTags } from "./drill-tag.tsx";

const titleMaxChars = 4_096;

/**
 * Text that a host made up: escapes are visible, direction is isolated, length is bounded, and the whole of
 * it is in the title when it was cut. `truncate` also cuts it to its column. Names of a drill wear their label.
 */
export function SafeText(props: {
  text: string;
  maxLength?: number;
  mono?: boolean;
  truncate?: boolean;
  className?: string;
}) {
  const { text, maxLength = 256, mono = false, truncate = false, className } = props;
  const shown = safeText(text, maxLength);
  const whole = safeText(text, titleMaxChars);
  const titled = truncate || shown !== whole ? { title: whole } : {};
  return (
    <bdi
      {...titled}
      className={cn(mono && "font-mono", truncate ? "block truncate" : "break-anywhere", className)}
    >
      {shown === "" ? <span className="text-tertiary">(empty)</span> : withDrillTags(shown)}
    </bdi>
  );
}

import { isDrillName, plainName } from "#lib/domain/drill/names.ts";
import { cn } from "./cn.ts";
import { DrillTag } from "./drill-tag.tsx";

/**
 * A name of one line that gives way in its middle: the start shrinks with its column, the last `keepEnd` characters, where
 * names differ, always stay. Both are inline, so a copy has the whole name in one piece. `text` is safe already; the name
 * of something of a drill keeps its label.
 */
export function ClipMiddle(props: { text: string; keepEnd: number; title?: string; className?: string }) {
  const { text, keepEnd, title = text, className } = props;
  const drill = isDrillName(text);
  const chars = [...(drill ? plainName(text) : text)];
  // A name that is hardly longer than its end has nothing to give.
  const start = chars.length <= keepEnd + 2 ? "" : chars.slice(0, -keepEnd).join("");
  const end = chars.slice(start === "" ? 0 : -keepEnd).join("");
  return (
    <bdi
      title={title}
      className={cn("block min-w-0 overflow-hidden text-ellipsis whitespace-pre", className)}
    >
      {(drill || start !== "") && (
        <span
          // In a proportional face the end is narrower than so many digits: the start gives a little more than it must.
          style={{ maxWidth: `calc(100% - ${[...end].length}ch)` }}
          className="inline-block overflow-hidden text-ellipsis align-bottom"
        >
          {drill && <DrillTag />}
          {start}
        </span>
      )}
      {/* Where even the end has no room, it gives way at its own start. */}
      <span dir="rtl" className="inline-block max-w-full overflow-hidden text-ellipsis align-bottom">
        <bdi dir="ltr">{end}</bdi>
      </span>
    </bdi>
  );
}

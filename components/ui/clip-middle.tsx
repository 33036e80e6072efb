import { isDrillName, plainName } from "#lib/domain/drill/names.ts";
import { cn } from "./cn.ts";
import { DrillTag } from "./drill-tag.tsx";

/** Width of a character at most, in digits: exact in mono, and with room for capitals in a proportional face. */
const widest = { mono: 1, sans: 1.08 } as const;
/** Room for the label of a drill, which is never cut. */
const tagWidth = "3.25em";

/**
 * A name of one line that gives way in its middle: the start shrinks with its column, the last `keepEnd` characters, where
 * names differ, always stay. Both are inline, so a copy has the whole name in one piece; what is read out is the title, for
 * between two boxes a space would be read. `text` is safe already; the name of something of a drill keeps its label. On
 * paper the name is there whole.
 */
export function ClipMiddle(props: {
  text: string;
  keepEnd: number;
  face: keyof typeof widest;
  title?: string;
  className?: string;
}) {
  const { text, keepEnd, face, title = text, className } = props;
  const drill = isDrillName(text);
  const chars = [...(drill ? plainName(text) : text)];
  // A name that is hardly longer than its end stays in one piece.
  const cut = chars.length <= keepEnd + 2 ? 0 : chars.length - keepEnd;
  const end = chars.slice(cut).join("");
  const endWidth = `${Math.ceil((chars.length - cut) * widest[face])}ch`;
  const pieces = drill || cut > 0;
  const unspoken = pieces ? { "aria-hidden": true } : {};
  return (
    <bdi
      title={title}
      className={cn(
        "block min-w-0 overflow-hidden text-ellipsis whitespace-pre print:break-all print:whitespace-normal",
        pieces && "spoken-title",
        face === "mono" && "font-mono",
        className,
      )}
    >
      {pieces && (
        <span
          {...unspoken}
          style={{ maxWidth: `calc(100% - ${endWidth})`, ...(drill && { minWidth: tagWidth }) }}
          className="inline-block overflow-hidden text-ellipsis align-bottom print:inline"
        >
          {drill && <DrillTag />}
          {chars.slice(0, cut).join("")}
        </span>
      )}
      {/* Never narrower than the start leaves room for, which in mono it is not. Where even the end has no room, it gives
          way at its own start. */}
      <span
        {...unspoken}
        dir="rtl"
        {...(face === "sans" && cut > 0 && { style: { minWidth: endWidth } })}
        className="inline-block max-w-full overflow-hidden text-left text-ellipsis align-bottom print:inline"
      >
        <bdi dir="ltr">{end}</bdi>
      </span>
    </bdi>
  );
}

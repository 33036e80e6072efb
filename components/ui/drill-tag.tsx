import type { ReactNode } from "react";
import { drillPrefix } from "#lib/domain/drill/names.ts";

/**
 * The label of what belongs to a drill. It is the prefix of the name itself, drawn as a tag: so what is copied, read out
 * and compared stays the whole name.
 */
export function DrillTag() {
  return (
    <span className="drill-tag" data-drill="">
      {drillPrefix.slice(0, -1)}
      <span className="drill-colon">:</span>
    </span>
  );
}

/** At the start of a text or after something that no name goes on with; and a name has to follow. */
const label = new RegExp(`(?<![\\w./:@-])${drillPrefix}(?=[^\\s:])`, "g");

/** A text with every name of a drill in it labelled as such; the very text where there is none. */
export function withDrillTags(text: string): ReactNode {
  if (!text.includes(drillPrefix)) return text;
  let from = 0;
  const parts = text.split(label).flatMap((part) => {
    const key = from;
    from += part.length + drillPrefix.length;
    return key === 0 ? [part] : [<DrillTag key={key} />, part];
  });
  return parts.length === 1 ? text : parts;
}

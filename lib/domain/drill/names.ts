/**
 * What belongs to a drill says so in its name: nodes, groups, services, resources and people. So it is labelled wherever
 * a name is shown, also in a shell, an export or the audit, and nothing can be taken for the real thing or be mixed with it.
 */
export const drillPrefix = "drill:";

/** Whether a name belongs to a drill. */
export function isDrillName(name: string | null | undefined): boolean {
  return name?.startsWith(drillPrefix) ?? false;
}

/** What can only look like the label: in other letters' case or width, behind blanks or with characters that are not seen. */
const unseen = /[\s\p{Cf}]/gu;

/** Whether a reader could take a name for one of a drill, as `DRILL:x` or ` drill:x`; true for those that are as well. */
export function looksLikeDrill(name: string): boolean {
  if (isDrillName(name)) return true;
  const begin = name.replaceAll(unseen, "").slice(0, drillPrefix.length);
  return begin.normalize("NFKC").toLowerCase() === drillPrefix;
}

/** The name within a drill; one that is there already stays as it is. */
export function drillName(plain: string): string {
  return isDrillName(plain) ? plain : `${drillPrefix}${plain}`;
}

/** The name without the label, for places that say "drill" beside it. */
export function plainName(name: string): string {
  return isDrillName(name) ? name.slice(drillPrefix.length) : name;
}

/** What floats above the page: menus, popovers, lists of a select. */
export const floatClass =
  "z-40 min-w-44 overflow-hidden rounded-md border border-line bg-raised text-sm text-primary shadow-float";

/** One line of a menu. */
export const itemClass =
  "relative flex min-h-7 cursor-default items-center gap-2 rounded-sm px-2 py-1 outline-none select-none " +
  "data-highlighted:bg-selected data-disabled:text-tertiary pointer-coarse:min-h-11";

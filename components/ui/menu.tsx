"use client";

import dynamic from "next/dynamic";
import {
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  useId,
  useRef,
  useState,
} from "react";
import type { MenuCheckProps, MenuItemProps } from "./menu-parts.tsx";

// Menus are rarely opened: their code comes when a pointer or the focus reaches a trigger.
const load = () => import("./menu-parts.tsx");
const Panel = dynamic(() => load().then((m) => m.MenuPanel), { ssr: false });

/** One action of a menu. `reason` disables it and says why; `asChild` turns a link into the item. */
export const MenuItem = dynamic<MenuItemProps>(() => load().then((m) => m.MenuItem), { ssr: false });

/** A setting of a menu that is on or off. The menu stays open. */
export const MenuCheck = dynamic<MenuCheckProps>(() => load().then((m) => m.MenuCheck), { ssr: false });

interface TriggerProps {
  id?: string;
  "aria-haspopup"?: "menu";
  "aria-expanded"?: boolean;
  onClick?: (event: MouseEvent<HTMLElement>) => void;
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
}

/**
 * A menu that opens from `trigger`: one button, which gets what it needs to say that it opens a menu. Fill it
 * with MenuItem, MenuCheck, MenuLabel and MenuLine.
 */
export function Menu(props: {
  trigger: ReactElement<TriggerProps>;
  children: ReactNode;
  align?: "start" | "end";
  className?: string;
}) {
  const { trigger, children, align = "end", className } = props;
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const triggerId = useId();
  const prepare = () => void load();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only fetches the code of the menu ahead
    <span ref={anchor} className="relative inline-flex" onPointerEnter={prepare} onFocus={prepare}>
      {cloneElement(trigger, {
        id: triggerId,
        "aria-haspopup": "menu",
        "aria-expanded": open,
        onClick: () => setOpen(!open),
        onKeyDown: (event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          setOpen(true);
        },
      })}
      {open && (
        <Panel
          anchor={anchor}
          triggerId={triggerId}
          onClose={() => setOpen(false)}
          align={align}
          className={className}
        >
          {children}
        </Panel>
      )}
    </span>
  );
}

/** A heading inside a menu. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <div className="px-2 py-1.5 text-xs text-tertiary">{children}</div>;
}

/** A line between groups of a menu. */
export function MenuLine() {
  return <hr className="-mx-1 my-1 h-px border-0 bg-line" />;
}

"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { cn } from "./cn.ts";
import { IconButton } from "./icon-button.tsx";

/**
 * Where typing starts: the first field; on a touch screen the panel, so that no keyboard covers the text. A `review` is
 * read from its title on: a field at its end would take focus, and what is decided on would be scrolled out of sight.
 */
function firstFocus(content: HTMLElement | null, review: boolean): HTMLElement | null {
  if (review) return content?.querySelector<HTMLElement>("[data-dialog-title]") ?? content;
  if (window.matchMedia("(pointer: coarse)").matches) return content;
  return content?.querySelector<HTMLElement>("input, textarea") ?? content;
}

/** The focus goes back to what opened the panel; where that is gone or may not have it, to the page, and never nowhere. */
function giveBack(opener: Element | null): void {
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  document.getElementById("main")?.focus({ preventScroll: true });
}

/**
 * A modal panel; a sheet from the bottom on a phone. `locked` keeps it open on Escape and clicks outside,
 * while something runs that must be seen to end.
 */
export function Dialog(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
  locked?: boolean;
  /** Room for a plan with its evidence. */
  wide?: boolean;
  /** To be read before it is answered: it opens at its title, not at its first field. */
  review?: boolean;
  className?: string;
}) {
  const { open, onOpenChange, title, description, children, footer, className } = props;
  const { locked = false, wide = false, review = false } = props;
  const hold = (event: Event) => {
    if (locked) event.preventDefault();
  };
  const content = useRef<HTMLDivElement>(null);
  const opener = useRef<Element | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={(next) => (locked && !next ? undefined : onOpenChange(next))}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Radix.Content
          ref={content}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            opener.current = document.activeElement;
            firstFocus(content.current, review)?.focus({ preventScroll: true });
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            giveBack(opener.current);
          }}
          onEscapeKeyDown={hold}
          onInteractOutside={hold}
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className={cn(
            "fixed inset-x-0 bottom-0 z-40 flex max-h-[92dvh] flex-col rounded-t-md border border-line bg-raised shadow-float outline-none",
            "sm:inset-x-auto sm:bottom-auto sm:left-1/2 sm:-translate-x-1/2 sm:rounded-md",
            wide
              ? "sm:top-[5dvh] sm:max-h-[90dvh] sm:w-[min(46rem,94vw)]"
              : "sm:top-[12dvh] sm:max-h-[76dvh] sm:w-[32rem]",
            className,
          )}
        >
          <header className="flex items-start gap-3 px-4 pt-3 pb-2">
            <div className="min-w-0 flex-1 pt-0.5">
              <Radix.Title
                data-dialog-title
                tabIndex={-1}
                className="text-lg font-medium text-balance outline-none"
              >
                {title}
              </Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-1 text-sm text-secondary">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" icon={<X aria-hidden size={16} />} disabled={locked} />
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-1 pb-4">{children}</div>
          {footer !== undefined && (
            <footer className="flex flex-col-reverse gap-2 border-t border-line px-4 py-3 sm:flex-row sm:justify-end">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

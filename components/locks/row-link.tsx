import type { ReactNode } from "react";

/**
 * A link inside a row. The row itself takes the click and navigates, so that hundreds of these cost nothing; to a
 * browser it is a plain link, for a new tab or a copied address.
 */
export function RowLink(props: {
  href: string;
  /** What it is called, where its text is drawn in pieces. */
  label?: string;
  className?: string;
  children: ReactNode;
}) {
  const { href, label, className, children } = props;
  return (
    <a href={href} tabIndex={-1} data-go="" aria-label={label} className={className}>
      {children}
    </a>
  );
}

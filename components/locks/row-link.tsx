import type { ReactNode } from "react";

/**
 * A link inside a row. The row itself takes the click and navigates, so that hundreds of these cost nothing; to a
 * browser it is a plain link, for a new tab or a copied address.
 */
export function RowLink({
  href,
  className,
  children,
}: {
  href: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <a href={href} tabIndex={-1} data-go="" {...(className === undefined ? {} : { className })}>
      {children}
    </a>
  );
}

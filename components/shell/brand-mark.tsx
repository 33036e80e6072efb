/** The keyhole of the product, in the colour of the text around it. */
export function BrandMark({ size = 18 }: { size?: number }) {
  return (
    <svg viewBox="0 0 20 20" width={size} height={size} aria-hidden="true" className="shrink-0">
      <rect x="1" y="1" width="18" height="18" rx="4" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M10 5a2.6 2.6 0 0 1 1.4 4.8l.9 5.2H7.7l.9-5.2A2.6 2.6 0 0 1 10 5z" fill="currentColor" />
    </svg>
  );
}

import { LoaderCircle } from "lucide-react";

/** A turning ring for a wait that the reader caused. Hidden from assistive technology: say it in words too. */
export function Spinner({ size = 14 }: { size?: number }) {
  return <LoaderCircle aria-hidden size={size} className="shrink-0 animate-spin" />;
}

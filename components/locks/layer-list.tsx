import Link from "next/link";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { lockHref } from "#lib/client/paths.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { ownerName, sourceWords } from "./lock-cells.tsx";

/** Other locks of the same resource: one may be free while another still refuses. */
export function LayerList({ layers }: { layers: readonly LockRow[] }) {
  if (layers.length === 0) {
    return (
      <p className="text-sm text-secondary">
        No other source has a lock of this resource: leases and file locks of the same name would stand here.
      </p>
    );
  }
  return (
    <ul>
      {layers.map((layer) => (
        <li key={layer.id} className="border-t border-line first:border-t-0">
          <Link
            href={lockHref(layer.source, layer.key)}
            prefetch={false}
            className="-mx-2 flex min-h-8 flex-wrap items-center gap-x-3 rounded-sm px-2 py-1.5 text-sm hover:bg-hover"
          >
            <StateBadge state={layer.state} className="w-24" />
            <span className="min-w-0 flex-1">
              {sourceWords(layer)}
              {layer.node !== null && (
                <>
                  {" on "}
                  <SafeText text={layer.node} maxLength={60} />
                </>
              )}
              {layer.holder !== null && layer.source === "kernel" && (
                <span className="text-tertiary">
                  {" · "}
                  <SafeText text={ownerName(layer.holder)} maxLength={40} />
                </span>
              )}
            </span>
            {layer.verdict !== null && <StateBadge state={layer.verdict} />}
          </Link>
        </li>
      ))}
    </ul>
  );
}

import type { AgentReport, KernelLock } from "#lib/contract/agent.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { DrillRecord } from "#lib/store/drill-records.ts";

type Folder = NonNullable<DrillRecord["folder"]>;

/**
 * A report without the locks on the running drill's own files: its own agent tells of those, and a host's agent would show
 * them a second time, as real ones.
 */
export function withoutDrillLocks(
  { drills, view }: Pick<ServerContext, "drills" | "view">,
  node: string,
  report: AgentReport,
): AgentReport {
  const folder = drills.current?.folder ?? null;
  if (folder === null || isDrillName(node) || view.nodes.get(node)?.bootId !== folder.bootId) return report;
  const locks = report.locks.filter((lock) => !isOfDrill(lock, folder));
  return locks.length === report.locks.length ? report : { ...report, locks };
}

/** Takes away what real nodes reported of the drill's files before it said where they are. */
export async function hideLocks(context: ServerContext, folder: Folder): Promise<void> {
  const ids = realNodesOf(context, folder).flatMap((name) =>
    context.view.locks
      .ofNode(name)
      .filter(({ source, path }) => source === "kernel" && isBelow(path, folder))
      .map(({ key }) => key),
  );
  if (ids.length === 0) return;
  await context.store.write(async (tx) => {
    for (const id of ids) {
      const stored = await tx.get("kernel-lock", id);
      if (stored !== null && isOfDrill(stored.value.lock, folder)) await tx.purge("kernel-lock", id);
    }
  });
}

/** The drill is over: whatever is still locked there is a lock of its host again, which is asked for all of its locks. */
export function showLocksAgain(context: ServerContext, { folder }: DrillRecord): void {
  if (folder === null) return;
  for (const name of realNodesOf(context, folder)) context.agents.feed(name).failed();
}

function realNodesOf({ view }: ServerContext, { bootId }: Folder): string[] {
  const rows = [...view.nodes.values()].filter((row) => row.bootId === bootId && !isDrillName(row.name));
  return rows.map(({ name }) => name);
}

/**
 * Whether a lock is on a file in the folder, which its owner alone can open. In a mount namespace of their own others can
 * give any file such a path: a lock that one of them holds, or has a share in, is shown whatever its path.
 */
function isOfDrill({ path, holders }: KernelLock, folder: Folder): boolean {
  const isOwn = ({ process: { user } }: KernelLock["holders"][number]) =>
    user !== null && folder.users.includes(user);
  return isBelow(path, folder) && holders.length > 0 && holders.every(isOwn);
}

function isBelow(path: string | null, folder: Folder): boolean {
  return path?.startsWith(`${folder.path}/`) === true;
}

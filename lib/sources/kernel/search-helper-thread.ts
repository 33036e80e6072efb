import { type MessagePort, workerData } from "node:worker_threads";
import { HolderSearch } from "./holder-search.ts";
import { type PackedSearch, pack } from "./packed-search.ts";
import { ProcFs } from "./procfs.ts";
import { finish, join, type SearchShare, take } from "./search-share.ts";

/** What the thread is started with. */
export interface HelperData {
  port: MessagePort;
  procRoot: string;
}

const { port, procRoot } = workerData as HelperData;
const proc = new ProcFs(procRoot);

port.on("message", (share: SearchShare) => {
  if (!join(share)) return;
  const found: PackedSearch[] = [];
  try {
    const wanted = { inodes: new Set(share.inodes.split(" ")), devicesMounted: share.devicesMounted };
    const search = new HolderSearch(proc, share.countsDescriptors);
    search.allow(share.compareBudget);
    for (let pid = take(share); pid !== null; pid = take(share)) {
      found.push(pack(pid, search.lookAt(pid, wanted, share.depth)));
    }
  } finally {
    // Whatever happens: the other thread waits, and looks itself at what is missing.
    port.postMessage(found);
    finish(share);
  }
});

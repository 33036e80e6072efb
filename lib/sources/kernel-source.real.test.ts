import { once } from "node:events";
import { join } from "node:path";
import { describe } from "vitest";
import { type SourcePlace, sourceConformance, type TakenLock } from "./conformance.ts";
import { readHostView } from "./kernel/host-view.ts";
import { monotonicMs } from "./kernel/monotonic.ts";
import { ProcFs } from "./kernel/procfs.ts";
import { KernelScanner } from "./kernel/scanner.ts";
import { nextLine, RealHost } from "./kernel/testing/real-host.ts";
import { KernelSource } from "./kernel-source.ts";

const from = { node: "here", wallMs: () => Date.now() };
const clock = { monoMs: monotonicMs };

/** Perl is on every Debian; these hold or wait for flock(2) until their input ends or they are killed. */
const holding = `use Fcntl ":flock"; $| = 1; open(my $f, "+<", $ARGV[0]) or die; flock($f, LOCK_EX) or die;
print "held\\n"; <STDIN>;`;
const waiting = `use Fcntl ":flock"; $| = 1; open(my $f, "+<", $ARGV[0]) or die; print "waiting\\n";
flock($f, LOCK_EX);`;

const onHost = readHostView(new ProcFs(), { uid: 0, groups: [] }).scope === "host";

describe.skipIf(!onHost)("in the host's PID namespace", () => sourceConformance("kernel", makePlace));

async function makePlace(): Promise<SourcePlace> {
  const host = new RealHost();
  return {
    source: new KernelSource(host.scanner, from),
    take: async (resource): Promise<TakenLock> => {
      const child = host.start("perl", ["-e", holding, host.file(resource)]);
      await nextLine(child);
      return {
        pid: child.pid ?? null,
        release: async () => {
          child.stdin?.end();
          await once(child, "exit");
        },
      };
    },
    wait: async (resource) => {
      const child = host.start("perl", ["-e", waiting, join(host.folder, resource)]);
      await nextLine(child);
      return async () => {
        child.kill("SIGKILL");
        await once(child, "exit");
      };
    },
    unreadable: () => {
      const proc = new ProcFs(join(host.folder, "no-such-proc"));
      return new KernelSource(new KernelScanner({ node: "here", clock, proc }), from);
    },
    remove: () => host.end(),
  };
}

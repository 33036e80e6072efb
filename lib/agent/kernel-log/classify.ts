import type { Severity } from "#lib/domain/states.ts";
import type { KernelRecord } from "./record.ts";

export interface Classified {
  kind: string;
  severity: Severity;
}

interface Pattern extends Classified {
  pattern: RegExp;
}

/** Messages that the kernel itself writes, by their fixed beginnings in its source. */
const fromKernel: readonly Pattern[] = [
  { kind: "kernel.panic", severity: "critical", pattern: /^Kernel panic - not syncing/ },
  {
    kind: "kernel.lockup",
    severity: "critical",
    pattern: /BUG: soft lockup|NMI watchdog: Watchdog detected hard LOCKUP/,
  },
  { kind: "kernel.stall", severity: "critical", pattern: /^rcu: INFO: rcu_\w+ (?:self-)?detected/ },
  {
    kind: "kernel.oops",
    severity: "critical",
    pattern:
      /^(?:BUG: |Oops: |kernel BUG at |Internal error: |general protection fault|Unable to handle kernel|watchdog: BUG: )/,
  },
  {
    kind: "kernel.hung-task",
    severity: "warning",
    pattern: /^INFO: task .{1,64}:\d+ blocked for more than \d+ seconds/,
  },
  {
    kind: "kernel.oom",
    severity: "critical",
    pattern: /^(?:Out of memory|Memory cgroup out of memory).{0,40}: Killed process \d+ /,
  },
  {
    kind: "kernel.lock-manager",
    severity: "warning",
    pattern:
      /^(?:lockd: |NFSD: (?:starting|end of) .{0,20}grace|NFSD: all clients done reclaiming|dlm: .{0,200}(?:recover|joining|leaving|left|dead|remove|reset|shut))/,
  },
];

/** The guardian of the lock, a process of ours, writes to the kernel log from outside the kernel. */
const fromGuardian: Pattern = {
  kind: "guardian.message",
  severity: "warning",
  pattern: /^locksmith guard: /,
};

/** What a message of the kernel log means for locks; null for all the others. */
export function classify(record: KernelRecord): Classified | null {
  const candidates = record.facility === 0 ? [...fromKernel, fromGuardian] : [fromGuardian];
  const match = candidates.find(({ pattern }) => pattern.test(record.text));
  return match === undefined ? null : { kind: match.kind, severity: match.severity };
}

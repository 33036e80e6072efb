import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { basename } from "node:path";
import type { OpenSession } from "#lib/contract/sessions.ts";
import type { ProcessIdentity } from "#lib/domain/identity.ts";
import { limits } from "#lib/domain/limits.ts";
import type { SessionRole } from "#lib/domain/session-role.ts";
import { readHostView } from "#lib/sources/kernel/host-view.ts";
import { ownIdentity } from "#lib/sources/kernel/own-identity.ts";
import { readProcess, readStat } from "#lib/sources/kernel/process-facts.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";

const proc = new ProcFs();

/** The session that `locksmith run` opens: this process with its complete identity, and what it is about to run. */
export function describeSession(options: {
  command: readonly string[];
  node: string | undefined;
  service: string | undefined;
  ttlMs: number;
  role?: SessionRole;
  resources?: string[];
}): OpenSession {
  const node = options.node ?? hostname();
  const instanceId = randomUUID();
  const view = readHostView(proc, { uid: process.geteuid?.() ?? 0, groups: process.getgroups?.() ?? [] });
  const self = ownIdentity(proc, view, { node, instanceId });
  return {
    node,
    service: options.service ?? basename(options.command[0] ?? "run").slice(0, limits.shortNameMaxChars),
    instanceId,
    ttlMs: options.ttlMs,
    command: options.command.join(" ").toWellFormed().slice(0, limits.commandMaxChars),
    user: userName(),
    unit: readProcess(proc, self.pid)?.unit?.slice(0, 200) ?? null,
    processes: [self],
    role: options.role ?? "worker",
    resources: options.resources ?? [],
  };
}

/** The command as a process under the session; null when its start time cannot be had, as that would prove nothing. */
export function identifyCommand(self: ProcessIdentity, pid: number): ProcessIdentity | null {
  // Another number for ourselves means that this proc mount counts PIDs in another namespace.
  if (self.pid !== process.pid) return null;
  const stat = readStat(proc, pid);
  return typeof stat === "string" ? null : { ...self, pid, startTime: stat.startTime, instanceId: "" };
}

function userName(): string | null {
  try {
    return userInfo().username.slice(0, 100);
  } catch {
    return null;
  }
}

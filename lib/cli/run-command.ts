import { resolve } from "node:path";
import type { Command } from "commander";
import { limits } from "#lib/domain/limits.ts";
import { sessionRoles } from "#lib/domain/session-role.ts";
import { addServerFlags, connect, type ServerFlags, serverUrl, tokenSource } from "./connection.ts";
import { parseDuration } from "./duration.ts";
import { usage } from "./failure.ts";
import { lockName } from "./lock-name.ts";
import { statusTo } from "./run/status.ts";

interface RunFlags extends ServerFlags {
  lock: string;
  ttl: string;
  wait?: string | true;
  onLost: string;
  lockDelay?: string;
  node?: string;
  service?: string;
  role: string;
  json?: boolean;
}

const help = `
The command finds LOCKSMITH_LOCK, LOCKSMITH_EPOCH, LOCKSMITH_SESSION and LOCKSMITH_SERVER in its environment. Hand
the epoch to what the lock protects, and let that refuse a lower one: that is what makes exclusion certain.

The lease is renewed five times in a TTL. Without an answer for two thirds of the TTL, or when the server says that
the lease is lost, the command gets SIGTERM, then SIGKILL, and nothing of it is left when the TTL ends. A guard
process sees to that also when this one is stopped or killed.

Examples:
  locksmith run --lock aim_lock_config.conf -- ./update-config
  locksmith run --lock nightly --wait 5m --ttl 30s -- make deploy
  locksmith run --lock migrations --on-lost keep -- sh -c './migrate --fence "$LOCKSMITH_EPOCH"'

Exit codes: the command's own, or 128 + signal; 4 held by somebody else, 5 lease lost, 69 server out of reach,
126 and 127 command cannot be started. More under locksmith --help.`;

/** `locksmith run`. */
export function addRunCommand(program: Command): void {
  const command = program
    .command("run")
    .summary("run a command under a lock")
    .description(
      "Takes a lease, runs the command, stops it when the lease is lost, and gives the lease back.",
    )
    .requiredOption("--lock <name>", "the resource to lock")
    .option("--ttl <duration>", "how long the lease lives without a renewal", "10s")
    .option("--wait [duration]", "wait in the queue: at most so long, 10m without a value; else fail at once")
    .option(
      "--on-lost <what>",
      "when the owner is lost: release after TTL and lock-delay, or keep for a person",
      "release",
    )
    .option("--lock-delay <duration>", "after a lost owner's TTL, before the next grant (5s)")
    .option("--node <name>", "name of this node (LOCKSMITH_NODE, the host's name)")
    .option("--service <name>", "name of the service (the command's base name)")
    .option("--role <role>", `what it is to the lock: ${sessionRoles.join(", ")}`, "worker")
    .option("--json", "say what happens as lines of JSON on stderr");
  addServerFlags(command)
    .argument("<command...>", "the command and its arguments")
    .passThroughOptions()
    .addHelpText("after", help)
    .action(run);
}

async function run(command: string[], flags: RunFlags): Promise<void> {
  const lock = lockName("--lock", flags.lock);
  const { onLost } = flags;
  if (onLost !== "release" && onLost !== "keep") {
    throw usage(`--on-lost must be release or keep, not ${JSON.stringify(onLost)}`);
  }
  const role = sessionRoles.find((one) => one === flags.role);
  if (role === undefined) {
    throw usage(`--role must be one of ${sessionRoles.join(", ")}, not ${JSON.stringify(flags.role)}`);
  }
  const ttlMs = parseDuration("--ttl", flags.ttl, {
    minMs: limits.sessionTtlMinMs,
    maxMs: limits.sessionTtlMaxMs,
  });
  const waitRange = { minMs: 0, maxMs: limits.acquireWaitMaxMs };
  const waitMs =
    flags.wait === undefined
      ? 0
      : flags.wait === true
        ? limits.acquireWaitMaxMs
        : parseDuration("--wait", flags.wait, waitRange);
  const lockDelayMs =
    flags.lockDelay === undefined
      ? undefined
      : parseDuration("--lock-delay", flags.lockDelay, { minMs: 0, maxMs: limits.lockDelayMaxMs });
  const api = connect(flags);
  const { runUnderLease } = await import("./run/run-under-lease.ts");
  const exitCode = await runUnderLease({
    api,
    lock,
    command,
    ttlMs,
    waitMs,
    onLost,
    lockDelayMs,
    node: flags.node ?? (process.env["LOCKSMITH_NODE"] || undefined),
    service: flags.service,
    role,
    env: environmentFor(flags),
    report: statusTo((text) => process.stderr.write(text), lock, flags.json === true),
  });
  process.exit(exitCode);
}

/** So that `locksmith check` inside the command finds the same server and the same token. */
function environmentFor(flags: ServerFlags): Record<string, string> {
  const { tokenFile } = tokenSource(flags, "admin-token");
  const file: Record<string, string> =
    tokenFile === undefined ? {} : { LOCKSMITH_TOKEN_FILE: resolve(tokenFile) };
  return { LOCKSMITH_SERVER: serverUrl(flags), ...file };
}

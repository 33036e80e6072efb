import { type Command, Option } from "commander";
import { addServerFlags } from "#lib/cli/connection.ts";
import type { GuardFlags } from "./guard-flags.ts";
import { addGuardWriteCommand } from "./write-command.ts";

const help = `
A guardian holds two locks of its file for as long as it runs: the lease of that name on the server, and the flock in
the kernel. It beats, notices who touches the file, and lets nobody write but through \`locksmith guard write\` with the
newest epoch. Stopped with SIGTERM it gives both back. When it dies, the kernel frees the flock; the lease is kept, and
shown as stale, until a person clears it: a guardian that is started again does not take it by itself.

A watchdog stands by. When the guardian is gone and its lease was cleared, it takes both locks, says whether the file is
as it was left, and guards on. Beside the file it finds FILE.guard.json, the last good version.

Examples:
  locksmith guard /etc/fleet/aim_lock_config.conf
  locksmith guard /etc/fleet/aim_lock_config.conf --watchdog --json
  locksmith guard write /etc/fleet/aim_lock_config.conf --epoch 7 < new.conf

Exit codes: 0 told to stop, 4 held by somebody else (also in the kernel alone), 5 the lease was lost, 69 server out of
reach. More under locksmith --help.`;

/** `locksmith guard`, and `locksmith guard write`. */
export function addGuardCommand(program: Command): void {
  const command = program
    .command("guard")
    .summary("hold a configuration file's lock, and let writers in one by one")
    .description("Guards a file: holds its lease and its flock, notices who writes, and refuses old epochs.")
    .argument("<file>", "the file to guard")
    .option("--name <resource>", "name of the lease (the file's base name)")
    .option("--watchdog", "stand by, and take over when the guardian is gone and was cleared")
    .option("--ttl <duration>", "how long the lease lives without a renewal", "30s")
    .option("--wait <duration>", "wait in the queue for the lease: at most so long; else fail at once")
    .option("--node <name>", "name of this node (LOCKSMITH_NODE, the host's name)")
    .option("--service <name>", "name of the service (guardian, or watchdog)")
    .addOption(new Option("--drill-without-flock", "of a drill: the lease alone").hideHelp())
    .option("--json", "say what happens as lines of JSON");
  addServerFlags(command)
    .enablePositionalOptions()
    .addHelpText("after", help)
    .action(async (file: string, flags: GuardFlags) => {
      const { runGuard } = await import("./run-guard.ts");
      process.exit(await runGuard(file, flags));
    });
  addGuardWriteCommand(command);
}

import type { Command } from "commander";
import { addServerFlags } from "#lib/cli/connection.ts";
import { exportAudit } from "./export-audit.ts";
import { type AuditFlags, addAuditFilters } from "./filters.ts";
import { listAudit } from "./list-audit.ts";
import { type VerifyFlags, verifyAudit } from "./verify-audit.ts";

const listHelp = `
Examples:
  locksmith audit ls --since 2h --outcome refused
  locksmith audit ls --target native/aim_lock_config.conf
  locksmith audit ls --operation op_7Qx --json`;

const verifyHelp = `
Exit code 0: every row is there and as it was written. 1: the first row that is not is named.
The hash that it prints, kept elsewhere, shows later that nothing before it was changed.

Examples:
  locksmith audit verify
  locksmith audit verify --offline --data /var/lib/locksmith
  locksmith audit verify --file audit.jsonl`;

const exportHelp = `
Examples:
  locksmith audit export > audit.jsonl
  locksmith audit export --format csv --since 24h -o audit.csv`;

/** `locksmith audit`: who did what, why, on what evidence; and whether that record is whole. */
export function addAuditCommand(program: Command): void {
  const audit = program
    .command("audit")
    .summary("who did what, and whether that record is whole")
    .description("Reads, exports and checks the audit: a hash chain that nobody can change unseen.")
    .addHelpText("after", `\nExamples:\n  locksmith audit ls --since 2h\n  locksmith audit verify`);
  const list = audit
    .command("ls", { isDefault: true })
    .summary("list rows, newest first")
    .description("Lists rows of the audit, newest first.")
    .option("--limit <number>", "at most so many; 0 for all", "50")
    .option("--json", "as JSON");
  addServerFlags(addAuditFilters(list))
    .addHelpText("after", listHelp)
    .action(async (flags: AuditFlags & { limit: string; json?: boolean }) => {
      process.exitCode = await listAudit(flags);
    });
  const verify = audit
    .command("verify")
    .summary("walk the hash chain")
    .description("Walks the hash chain of the whole audit.")
    .option("--offline", "read the data folder itself, without a server")
    .option("--file <export>", "check a whole export in JSON lines instead")
    .option("--json", "as JSON");
  addServerFlags(verify)
    .addHelpText("after", verifyHelp)
    .action(async (flags: VerifyFlags) => {
      process.exitCode = await verifyAudit(flags);
    });
  const out = audit
    .command("export")
    .summary("write rows as JSON lines or CSV, oldest first")
    .description("Writes the rows that match, oldest first.")
    .option("--format <format>", "jsonl or csv", "jsonl")
    .option("-o, --output <file>", "into a new file, instead of on standard output")
    .option("--json", "JSON lines (the default)");
  addServerFlags(addAuditFilters(out))
    .addHelpText("after", exportHelp)
    .action(async (flags: AuditFlags & { format: string; output?: string }) => {
      process.exitCode = await exportAudit(flags);
    });
}

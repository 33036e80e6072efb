import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { connect, type ServerFlags } from "#lib/cli/connection.ts";
import { exitCodes } from "#lib/cli/exit-codes.ts";
import { Failure, usage } from "#lib/cli/failure.ts";
import { printJson } from "#lib/cli/output.ts";
import { apiPaths } from "#lib/client/paths.ts";
import { type AuditVerified, auditRow } from "#lib/contract/audit.ts";
import { type AuditHead, auditCheck, auditGenesis, type ChainBreak } from "#lib/domain/audit-chain.ts";

export interface VerifyFlags extends ServerFlags {
  offline?: boolean;
  file?: string;
  json?: boolean;
}

/** `locksmith audit verify`: 0 when the chain is whole, 1 when it is not. */
export async function verifyAudit(flags: VerifyFlags): Promise<number> {
  if (flags.offline === true && flags.file !== undefined)
    throw usage("--offline and --file do not go together");
  const found = await check(flags);
  if (flags.json === true) printJson(found);
  else if (found.ok) process.stdout.write(`whole: ${found.rows} rows\nnewest hash: ${found.head}\n`);
  else process.stdout.write(`BROKEN at row ${found.brokenAt}: ${found.reason}\n`);
  return found.ok ? exitCodes.ok : exitCodes.error;
}

async function check(flags: VerifyFlags): Promise<AuditVerified> {
  if (flags.file !== undefined) return checkFile(flags.file);
  if (flags.offline !== true) return connect(flags).get<AuditVerified>(apiPaths.auditVerify);
  const { verifyFolder } = await import("#lib/server/audit/verify-folder.ts");
  return verifyFolder(resolve(flags.data ?? (process.env["LOCKSMITH_DATA"] || "data")));
}

/** An export shows its own end alone: rows cut off it are found by comparing the hash with one that was kept. */
async function checkFile(file: string): Promise<AuditVerified> {
  const chain = auditCheck((text) => createHash("sha256").update(text).digest("hex"));
  let head: AuditHead = { seq: 0, hash: auditGenesis };
  let broken: ChainBreak | null = null;
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  try {
    for await (const line of lines) {
      const row = auditRow.safeParse(parsed(line));
      if (!row.success)
        throw new Failure(exitCodes.error, `line ${head.seq + 1} of ${file} is no row of the audit`);
      broken = chain.next(row.data);
      if (broken !== null) break;
      head = row.data;
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw usage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { seq: rows, hash } = head;
  const at = { rows, head: hash, checkedAt: Date.now() };
  return { ok: broken === null, brokenAt: broken?.seq ?? null, reason: broken?.reason ?? null, ...at };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

import { open } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { connect } from "#lib/cli/connection.ts";
import { usage } from "#lib/cli/failure.ts";
import { apiPaths } from "#lib/client/paths.ts";
import { type AuditFlags, auditFilterOf } from "./filters.ts";

/** `locksmith audit export`: as it comes, so that its length does not matter. */
export async function exportAudit(flags: AuditFlags & { format: string; output?: string }): Promise<number> {
  const { format, output } = flags;
  if (format !== "jsonl" && format !== "csv") {
    throw usage(`--format must be jsonl or csv, not ${JSON.stringify(format)}`);
  }
  const query = { ...auditFilterOf(flags, Date.now()), format };
  const api = connect(flags, (url, init) => fetch(url, init));
  const response = await api.open(apiPaths.auditExport, { query, headers: { accept: "*/*" } });
  if (response.body === null) return 0;
  const rows = Readable.fromWeb(response.body as ReadableStream);
  if (output === undefined) await toStdout(rows);
  else await pipeline(rows, await newFile(output));
  return 0;
}

/** Whoever reads may stop before the end, such as `head`. */
async function toStdout(rows: Readable): Promise<void> {
  try {
    await pipeline(rows, process.stdout, { end: false });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPIPE")) throw error;
  }
}

/** For its owner alone, and never over something that is there. */
async function newFile(path: string) {
  try {
    return (await open(path, "wx", 0o600)).createWriteStream();
  } catch (error) {
    throw usage(`${path} cannot be made: ${error instanceof Error ? error.message : String(error)}`);
  }
}

import { createHash } from "node:crypto";
import { closeSync, constants, openSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { limits } from "#lib/domain/limits.ts";

/** What a writer says of itself to the guardian of a file: a line of JSON, and then the content. */
export const writeRequest = z.strictObject({
  epoch: z.number().int().positive(),
  by: z.string().min(1).max(200),
  bytes: z.number().int().nonnegative().max(limits.configMaxBytes),
});
export type WriteRequest = z.infer<typeof writeRequest>;

/** The guardian's answer, a line of JSON. */
export const writeAnswer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), hash: z.string(), at: z.number(), epoch: z.number() }),
  z.object({
    ok: z.literal(false),
    code: z.enum(["stale-epoch", "not-now", "invalid", "failed"]),
    because: z.string(),
  }),
]);
export type WriteAnswer = z.infer<typeof writeAnswer>;

/**
 * The socket of a guarded file. `socket` is short enough for the system, however deep the folder lies, until `close` is
 * called: when it is connected, or listens. Throws when there is no such folder.
 */
export function doorOf(file: string): { path: string; socket: string; close: () => void } {
  const name = `.guard-${createHash("sha256").update(basename(file)).digest("hex").slice(0, 12)}.sock`;
  const folder = openSync(dirname(file), constants.O_RDONLY | constants.O_DIRECTORY);
  return {
    path: join(dirname(file), name),
    socket: `/proc/self/fd/${folder}/${name}`,
    close: () => closeSync(folder),
  };
}

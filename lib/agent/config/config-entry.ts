import { z } from "zod";
import { hookCommand } from "#lib/agent/hooks/hook-config.ts";
import { limits } from "#lib/domain/limits.ts";

const configName = z
  .string()
  .min(1)
  .max(limits.nameMaxChars)
  .refine((text) => text.isWellFormed() && text !== "." && text !== "..", "cannot be a name");

/**
 * One file of this host that is a configuration. The server knows its name alone: which file that is, and what is run
 * to apply it or to measure, is said here and nowhere else.
 */
const configEntry = z.strictObject({
  name: configName,
  path: z
    .string()
    .min(2)
    .max(limits.pathMaxChars)
    .startsWith("/", "must be an absolute path")
    .refine((path) => !path.includes("\0") && !path.endsWith("/"), "must be a file"),
  hooks: z
    .strictObject({
      apply: hookCommand.optional(),
      rollback: hookCommand.optional(),
      telemetry: hookCommand.optional(),
    })
    .default({}),
});
export type ConfigEntry = z.infer<typeof configEntry>;

export const configEntries = z
  .array(configEntry)
  .max(limits.configsPerNodeMax)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "names must differ")
  .refine((all) => new Set(all.map(({ path }) => path)).size === all.length, "paths must differ");

import { readFileSync } from "node:fs";
import { z } from "zod";
import { limits } from "#lib/domain/limits.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { configEntries } from "./config/config-entry.ts";
import { hookUnits } from "./hooks/hook-config.ts";

const name = z.string().min(1).max(limits.shortNameMaxChars);

/** A path glob (`*` within a folder, `**` across, `?` one character) and the resource that such files are. */
const resourceRule = z.strictObject({
  path: z.string().min(1).max(limits.pathMaxChars).startsWith("/", "must be an absolute path"),
  /** `{base}`, `{dir}` and `{path}` stand for the base name, the folder's name and the whole path. */
  resource: z.string().min(1).max(limits.nameMaxChars),
});

const agentConfig = z.strictObject({
  node: name.optional(),
  kind: name.optional(),
  group: name.optional(),
  labels: z.record(z.string().min(1).max(60), z.string().max(200)).optional(),
  resources: z.array(resourceRule).max(1_000).optional(),
  units: hookUnits.optional(),
  configs: configEntries.optional(),
});
export type AgentConfig = z.infer<typeof agentConfig>;
export type ResourceRule = z.infer<typeof resourceRule>;

/** The configuration cannot be used; its message is one line for a person. */
export class ConfigError extends Error {}

/** Reads the agent's configuration file (JSON). Throws `ConfigError` that names the file and the field. */
export function readConfig(file: string): AgentConfig {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new ConfigError(`${file} cannot be read: ${messageOf(error)}`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`${file} is not JSON: ${messageOf(error)}`);
  }
  const parsed = agentConfig.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? "the file" : issue.path.join(".");
  throw new ConfigError(`${file}: ${safeText(`${where}: ${issue?.message ?? "not valid"}`, 300)}`);
}

function messageOf(error: unknown): string {
  return safeText(error instanceof Error ? error.message : String(error), 200);
}

import { readFileSync, writeFileSync } from "node:fs";
import type { Command } from "commander";
import { configCalls, readContent } from "#lib/client/configs.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { ConfigDetail, ConfigList } from "#lib/contract/configs.ts";
import { contentRefusal } from "#lib/domain/config-content.ts";
import { limits } from "#lib/domain/limits.ts";
import { reasonProblem } from "#lib/domain/operations/reason.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { configTable, configText, diffText } from "./config-text.ts";
import { addServerFlags, connect, type ServerFlags } from "./connection.ts";
import { usage } from "./failure.ts";
import { printJson } from "./output.ts";

interface Flags extends ServerFlags {
  json?: boolean;
}

const help = `
Examples:
  locksmith config ls
  locksmith config show aim_lock_config.conf
  locksmith config upload aim_lock_config.conf ./new.conf --reason "slower aim on the west dock"
  locksmith config diff aim_lock_config.conf 3 4
  locksmith config download aim_lock_config.conf 4 > aim_lock_config.conf`;

/** `locksmith config`. */
export function addConfigCommand(program: Command): void {
  const group = program
    .command("config")
    .summary("list, show, upload, download and compare configurations")
    .description("Configurations of the fleet: their versions, and which node runs which.")
    .addHelpText("after", help);
  addLs(group);
  addShow(group);
  addUpload(group);
  addImport(group);
  addDownload(group);
  addDiff(group);
}

function addLs(group: Command): void {
  const command = group.command("ls").summary("all of them, by name").option("--json", "as JSON");
  addServerFlags(command).action(async (flags: Flags) => {
    const list = await connect(flags).get<ConfigList>(apiPaths.configs, { query: { limit: 5_000 } });
    if (flags.json === true) printJson(list);
    else
      process.stdout.write(
        list.items.length === 0 ? "No configuration is known.\n" : configTable(list.items),
      );
  });
}

function addShow(group: Command): void {
  const command = group
    .command("show")
    .summary("one: its versions, and how it stands on each node")
    .argument("<name>", "of the configuration")
    .option("--json", "as JSON");
  addServerFlags(command).action(async (name: string, flags: Flags) => {
    const config = await connect(flags).get<ConfigDetail>(apiPaths.config(name));
    if (flags.json === true) printJson(config);
    else process.stdout.write(configText(config, Date.now()));
  });
}

function addUpload(group: Command): void {
  const command = group
    .command("upload")
    .summary("put a new version up; nothing runs it before a canary")
    .argument("<name>", "of the configuration")
    .argument("<file>", "the content; - reads standard input")
    .requiredOption("--reason <text>", "what it changes, and why")
    .option("--json", "as JSON");
  addServerFlags(command).action(async (name: string, file: string, flags: Flags & { reason: string }) => {
    const problem = reasonProblem(flags.reason);
    if (problem !== null) throw usage(`--reason: ${problem}`);
    const uploaded = await configCalls(connect(flags)).upload(name, contentOf(file), flags.reason);
    if (flags.json === true) return printJson(uploaded);
    const { created, version } = uploaded;
    const what = created ? "uploaded" : "is there already, with this content";
    process.stdout.write(`Version ${version.version} ${what}, SHA-256 ${version.hash}.\n`);
  });
}

function addImport(group: Command): void {
  const command = group
    .command("import")
    .summary("take over what a node runs as a version that is meant")
    .argument("<name>", "of the configuration")
    .argument("<node>", "whose file it is")
    .requiredOption("--reason <text>", "why")
    .option("--json", "as JSON");
  addServerFlags(command).action(async (name: string, node: string, flags: Flags & { reason: string }) => {
    const imported = await configCalls(connect(flags)).import(name, node, flags.reason);
    if (flags.json === true) return printJson(imported);
    const also = imported.promoted ? ", and is the promoted one" : "";
    process.stdout.write(`Version ${imported.version.version} is imported${also}.\n`);
  });
}

function addDownload(group: Command): void {
  const command = group
    .command("download")
    .summary("the content of a version, byte for byte")
    .argument("<name>", "of the configuration")
    .argument("[version]", "its number; the promoted one by default")
    .option("-o, --output <file>", "write it there instead of to standard output");
  addServerFlags(command).action(
    async (name: string, version: string | undefined, flags: ServerFlags & { output?: string }) => {
      const api = connect(flags);
      const content = await readContent(api, name, await numberOf(api, name, version));
      if (flags.output === undefined) process.stdout.write(content);
      else writeFileSync(flags.output, content, { flag: "wx" });
    },
  );
}

function addDiff(group: Command): void {
  const command = group
    .command("diff")
    .summary("two versions compared by lines")
    .argument("<name>", "of the configuration")
    .argument("<from>", "a version")
    .argument("[to]", "another; the newest by default")
    .option("--json", "as JSON");
  addServerFlags(command).action(async (name: string, from: string, to: string | undefined, flags: Flags) => {
    const api = connect(flags);
    const before = versionNumber(from);
    const latest = async () => (await api.get<ConfigDetail>(apiPaths.config(name))).latest;
    const after = to === undefined ? await latest() : versionNumber(to);
    const texts = await Promise.all([readContent(api, name, before), readContent(api, name, after)]);
    const { text, diff } = diffText(texts[0] ?? "", texts[1] ?? "", { before, after });
    if (flags.json === true) printJson(diff);
    else process.stdout.write(text);
  });
}

async function numberOf(
  api: ReturnType<typeof connect>,
  name: string,
  version: string | undefined,
): Promise<number> {
  if (version !== undefined) return versionNumber(version);
  const { promoted } = await api.get<ConfigDetail>(apiPaths.config(name));
  if (promoted === null) throw usage("no version is promoted: say which one");
  return promoted;
}

/** A version's number as a person types it. Throws a usage failure. */
export function versionNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw usage(`a version is a number from 1, not ${JSON.stringify(text)}`);
  return Number(text);
}

/** The text of a file, refused here when the server would refuse it. */
function contentOf(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === "-" ? 0 : file);
  } catch (error) {
    throw usage(
      `${safeText(file, 200)} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (bytes.length > limits.configMaxBytes) {
    throw usage(`${safeText(file, 200)} has more than ${limits.configMaxBytes} bytes, which is the most`);
  }
  const text = bytes.toString("utf8");
  if (!Buffer.from(text, "utf8").equals(bytes)) throw usage(`${safeText(file, 200)} is no text in UTF-8`);
  const problem = contentRefusal(text);
  if (problem !== null) throw usage(`${safeText(file, 200)} ${problem}`);
  return text;
}

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { createApi } from "#lib/client/http.ts";
import type { AgentCommand, AgentHello } from "#lib/contract/agent.ts";
import type { ProcessIdentity } from "#lib/domain/identity.ts";
import { limits } from "#lib/domain/limits.ts";
import { bootClockMs } from "#lib/sources/kernel/boot-clock.ts";
import { type HostView, readHostView } from "#lib/sources/kernel/host-view.ts";
import { monotonicMs } from "#lib/sources/kernel/monotonic.ts";
import { ownIdentity } from "#lib/sources/kernel/own-identity.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { ClearJournal } from "./clear/journal.ts";
import { type AgentConfig, ConfigError, readConfig } from "./config.ts";
import { DrillLimits, drillMark, followDrillLog } from "./drill-limits.ts";
import { followKernelLog } from "./kernel-log/kernel-log.ts";
import { LogPosition } from "./kernel-log/log-position.ts";
import { Link } from "./link.ts";
import { startOrderParts } from "./order-parts.ts";
import { type HostEvent, Outbox } from "./outbox.ts";
import { scanLoop } from "./scan-loop.ts";
import { TakerFile } from "./taker-file.ts";

export const agentVersion = "0.1.0";

export interface AgentOptions {
  /** Origin of the server, such as `http://127.0.0.1:4600`. */
  server: string;
  /** A token of scope agent for this node; or the file that has it, which is read anew at every connection. */
  token?: string;
  tokenFile?: string;
  /** Name, kind and group of the node: win over the configuration file; the name is the host's by default. */
  node?: string;
  kind?: string;
  group?: string;
  configFile?: string;
  /** Where to remember how far the kernel log was reported; beside the token file by default. */
  stateFile?: string;
  /** End holders of locks that this agent reported, when the server orders it. */
  allowClear?: boolean;
  /** The agent is part of a drill whose real files are below this folder, and touches nothing else. */
  drillFolder?: string;
  /** Stop: the session is closed, and `runAgent` returns. */
  signal: AbortSignal;
  log?: (line: string) => void;
}

/**
 * Runs the agent of this host until told to stop. Returns the exit code: 0 after a stop, 2 when the options or the
 * configuration file cannot be used (after one line that says why).
 */
export async function runAgent(options: AgentOptions): Promise<number> {
  const log = options.log ?? ((line: string) => void process.stderr.write(`locksmith agent: ${line}\n`));
  let config: AgentConfig;
  let journal: ClearJournal | null;
  try {
    config = options.configFile === undefined ? {} : readConfig(options.configFile);
    checkServer(options.server);
    checkUnits(options, config);
    journal = journalOf(options, options.node ?? config.node ?? hostname());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    log(error.message);
    return 2;
  }
  const node = options.node ?? config.node ?? hostname();
  const view = readHostView(new ProcFs(), {
    uid: process.geteuid?.() ?? 0,
    groups: process.getgroups?.() ?? [],
  });
  await runParts(options, { config, node, view, log, journal });
  return 0;
}

interface Prepared {
  config: AgentConfig;
  node: string;
  view: HostView;
  log: (line: string) => void;
  journal: ClearJournal | null;
}

async function runParts(options: AgentOptions, prepared: Prepared): Promise<void> {
  const { config, node, view, log } = prepared;
  const outbox = new Outbox();
  let watched: readonly ProcessIdentity[] = [];
  let scanEveryMs: number = limits.agentScanMs;
  const hello = helloOf(options, prepared);
  const stateFile = stateFileOf(options, node);
  const connect = () => createApi({ baseUrl: options.server.replace(/\/+$/, ""), token: tokenOf(options) });
  const drill = drillOf(options);
  const work = startOrderParts({
    ...prepared,
    bootId: view.bootId,
    stateFile,
    reported: (key) => outbox.hasReported(key),
    forbids: (holders) => drill?.forbids(holders) ?? null,
    connect,
    signal: options.signal,
  });
  const signal = work.stopped;
  const link = new Link({
    connect,
    node,
    hello: () => ({ ...hello, limitations: outbox.limitations() }),
    outbox,
    onCommand: (command: AgentCommand) => {
      if (command.kind === "watch") watched = command.processes;
    },
    onSession: (session) => {
      scanEveryMs = session.scanEveryMs;
    },
    orderParts: work.parts,
    orderWake: work.wake,
    bootClockMs,
    log,
    monoMs: monotonicMs,
    signal,
  });
  const limit = (code: string, trouble: string | null) => {
    if (!outbox.setLimitation(code, trouble)) return;
    if (trouble !== null) log(trouble);
    link.wake();
  };
  const scans = scanLoop({
    node,
    rules: config.resources ?? [],
    below: drill?.folder ?? null,
    everyMs: () => scanEveryMs,
    watch: () => watched,
    onNews: (news) => {
      outbox.addNews(news);
      link.wake();
    },
    takers: new TakerFile(stateFile === null ? null : `${stateFile}.takers`),
    onForgetful: (trouble) => limit("no-taker-memory", trouble),
    onTrouble: (trouble) => limit("scan-trouble", trouble),
    signal,
  });
  const told = (event: HostEvent) => {
    outbox.addEvent(event);
    link.wake();
  };
  const following = { onEvent: told, monoMs: monotonicMs, signal };
  const onLimitation = (found: { text: string } | null) => limit("no-kernel-log", found?.text ?? null);
  const kernelLog =
    drill === null
      ? followKernelLog({ ...following, position: new LogPosition(stateFile, view.bootId), onLimitation })
      : followDrillLog(drill.folder, following);
  await Promise.all([link.run(), scans, kernelLog]);
  await work.done();
}

function drillOf({ drillFolder }: AgentOptions): DrillLimits | null {
  if (drillFolder === undefined) return null;
  return new DrillLimits(drillFolder, process.env[drillMark] ?? "", new ProcFs());
}

function helloOf(options: AgentOptions, { config, node, view }: Prepared): AgentHello {
  const instanceId = randomUUID();
  return {
    instanceId,
    kind: options.kind ?? config.kind ?? "host",
    group: options.group ?? config.group ?? "default",
    labels: config.labels ?? {},
    agentVersion,
    bootId: view.bootId,
    kernel: view.kernel,
    process: ownIdentity(new ProcFs(), view, { node, instanceId }),
    limitations: view.limitations,
    allowClear: options.allowClear === true,
  };
}

/** Null without leave to clear. Throws `ConfigError` when there is no place for what must not be forgotten. */
function journalOf(options: AgentOptions, node: string): ClearJournal | null {
  if (options.allowClear !== true) return null;
  const file = stateFileOf(options, node);
  if (file === null) throw new ConfigError("--allow-clear needs --state FILE: what it does is written there");
  try {
    return new ClearJournal(`${file}.clears`);
  } catch (error) {
    throw new ConfigError(
      `${file}.clears cannot be written: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** A hold has to outlive the agent that keeps it. */
function checkUnits(options: AgentOptions, { units = [] }: AgentConfig): void {
  if (units.every(({ hooks }) => hooks.drain === undefined) || stateFileOf(options, "") !== null) return;
  throw new ConfigError("units that can be drained need --state FILE: what is held is remembered beside it");
}

function checkServer(server: string): void {
  const url = URL.parse(server);
  if (url !== null && (url.protocol === "http:" || url.protocol === "https:")) return;
  throw new ConfigError(
    `--server must be an address such as http://127.0.0.1:4600, not ${JSON.stringify(server)}`,
  );
}

/** The token; empty when its file cannot be read, so that the server says that none was sent. */
function tokenOf({ token, tokenFile }: AgentOptions): string {
  if (token !== undefined) return token;
  if (tokenFile === undefined) return "";
  return readFileSync(tokenFile, "utf8").trim();
}

function stateFileOf({ stateFile, tokenFile }: AgentOptions, node: string): string | null {
  if (stateFile !== undefined) return stateFile;
  if (tokenFile === undefined) return null;
  return join(dirname(tokenFile), `agent-${encodeURIComponent(node).slice(0, 100)}.state.json`);
}

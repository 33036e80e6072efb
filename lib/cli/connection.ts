import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { type Api, type ApiOptions, createApi } from "#lib/client/http.ts";
import { isLoopback, readAddress } from "./address-file.ts";
import { usage } from "./failure.ts";
import { nodeFetch } from "./node-fetch.ts";

/** The flags that every command has which talks to a server. */
export interface ServerFlags {
  server?: string;
  tokenFile?: string;
  data?: string;
}

export function addServerFlags(command: Command): Command {
  return command
    .option(
      "--server <url>",
      "address of the server (LOCKSMITH_URL, that in the data folder, http://127.0.0.1:4600)",
    )
    .option(
      "--token-file <file>",
      "file with the token (LOCKSMITH_TOKEN_FILE; or the token in LOCKSMITH_TOKEN)",
    )
    .option(
      "--data <folder>",
      "on the server's own machine: its data folder, for its address and token (LOCKSMITH_DATA, ./data)",
    );
}

/**
 * The server's origin from flag, environment, the data folder of a server that runs on this machine, or default. A
 * command under `locksmith run` finds its server too.
 */
export function serverUrl(flags: ServerFlags): string {
  const env = process.env;
  const text = flags.server ?? (env["LOCKSMITH_URL"] || env["LOCKSMITH_SERVER"] || ownServerUrl(flags));
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw usage(`--server must be an address such as http://127.0.0.1:4600, not ${JSON.stringify(text)}`);
  }
  return text.replace(/\/+$/, "");
}

function ownServerUrl(flags: ServerFlags): string {
  const port = process.env["LOCKSMITH_PORT"];
  // With 0 the system chose another one.
  if (port && port !== "0") return `http://127.0.0.1:${port}`;
  const { path, named } = dataFolder(flags);
  return readAddress(path, named) ?? "http://127.0.0.1:4600";
}

function dataFolder(flags: ServerFlags): { path: string; named: boolean } {
  const name = flags.data ?? (process.env["LOCKSMITH_DATA"] || undefined);
  return { path: resolve(name ?? "data"), named: name !== undefined };
}

/**
 * Where the token comes from: flag, variable, or a file that the server wrote into its data folder. That last one
 * is only ever sent to this machine: it opens everything.
 */
export function tokenSource(flags: ServerFlags, ownFile: string): { token?: string; tokenFile?: string } {
  const env = process.env;
  if (flags.tokenFile !== undefined) return { tokenFile: resolve(flags.tokenFile) };
  if (env["LOCKSMITH_TOKEN"]) return { token: env["LOCKSMITH_TOKEN"] };
  if (env["LOCKSMITH_TOKEN_FILE"]) return { tokenFile: resolve(env["LOCKSMITH_TOKEN_FILE"]) };
  const file = join(dataFolder(flags).path, ownFile);
  return isLoopback(serverUrl(flags)) && existsSync(file) ? { tokenFile: file } : {};
}

/**
 * The API of the server that the flags name, with the token that they name. `call` is for answers that are read as
 * they come; the usual one takes them whole.
 */
export function connect(flags: ServerFlags, call: NonNullable<ApiOptions["fetch"]> = nodeFetch): Api {
  const { token, tokenFile } = tokenSource(flags, "admin-token");
  const secret = token ?? (tokenFile === undefined ? undefined : readToken(tokenFile));
  const base = { baseUrl: serverUrl(flags), fetch: call };
  return createApi(secret === undefined ? base : { ...base, token: secret });
}

function readToken(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch (error) {
    throw usage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  // A header takes no other characters, and a wrong file should not be sent anywhere.
  if (!/^[\x21-\x7e]{8,500}$/.test(text)) throw usage(`${file} holds no token`);
  return text;
}

import { z } from "zod";
import type { ServerOptions } from "./server-options.ts";

/** A value from the environment or a flag is wrong; the message is one line. */
export class ConfigError extends Error {}

const receiver = /^(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;

const schema = z.object({
  host: z.string().regex(/^[A-Za-z0-9.:_-]{1,253}$/, "must be an address or a host name"),
  port: z.coerce.number("must be a whole number").int("must be a whole number").min(0).max(65_535),
  dataDir: z.string().min(1, "must name a folder"),
  databaseUrl: z.string().nullable(),
  publicUrl: z.url({ protocol: /^https?$/, error: "must be an http or https address" }).nullable(),
  pageAllow: z.array(z.string().regex(receiver, "must be hosts or host:port, separated by commas")),
  pageAllowPrivate: z.boolean(),
});

/** Hosts, each as a browser would write it; separated by commas. */
function receivers(text: string): string[] {
  const hosts = text.split(",").map((host) => host.trim().toLowerCase());
  return hosts.filter((host) => host !== "");
}

const names: Record<string, string> = {
  host: "LOCKSMITH_HOST",
  port: "LOCKSMITH_PORT",
  dataDir: "LOCKSMITH_DATA",
  databaseUrl: "LOCKSMITH_DATABASE_URL",
  publicUrl: "LOCKSMITH_PUBLIC_URL",
  pageAllow: "LOCKSMITH_PAGE_ALLOW",
};

interface ServerFlags {
  host?: string;
  port?: string;
  data?: string;
  publicUrl?: string;
  pageAllow?: string;
  pageAllowPrivate?: boolean;
}

/**
 * The server's options from flags (which win), environment and defaults. An empty variable means "not set". Throws
 * `ConfigError` naming the wrong one.
 */
export function readConfig(
  flags: ServerFlags,
  env: Readonly<Record<string, string | undefined>>,
): ServerOptions {
  const result = schema.safeParse({
    host: flags.host ?? (env["LOCKSMITH_HOST"] || "127.0.0.1"),
    port: flags.port ?? (env["LOCKSMITH_PORT"] || "4600"),
    dataDir: flags.data ?? (env["LOCKSMITH_DATA"] || "./data"),
    databaseUrl: env["LOCKSMITH_DATABASE_URL"] || null,
    publicUrl: flags.publicUrl ?? (env["LOCKSMITH_PUBLIC_URL"] || null),
    pageAllow: receivers(flags.pageAllow ?? env["LOCKSMITH_PAGE_ALLOW"] ?? ""),
    pageAllowPrivate: flags.pageAllowPrivate ?? env["LOCKSMITH_PAGE_ALLOW_PRIVATE"] === "1",
  });
  if (result.success) {
    const { pageAllow, pageAllowPrivate, ...rest } = result.data;
    const paging = { hosts: pageAllow, allowPrivate: pageAllowPrivate };
    const dev = env["LOCKSMITH_DEV"] === "1";
    return { ...rest, paging, dev, pages: env["LOCKSMITH_PAGES"] !== "off" };
  }
  const issue = result.error.issues[0];
  const name = String(issue?.path[0] ?? "");
  throw new ConfigError(`${names[name] ?? name}: ${issue?.message ?? "is wrong"}`);
}

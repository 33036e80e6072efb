import { describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

describe("configuration", () => {
  test("a flag wins over its variable, a variable over the default, an empty one is not set", () => {
    const env = { LOCKSMITH_PORT: "4700", LOCKSMITH_HOST: "", LOCKSMITH_DATA: "/var/lib/locksmith" };
    expect(readConfig({ port: "0" }, env)).toEqual({
      host: "127.0.0.1",
      port: 0,
      dataDir: "/var/lib/locksmith",
      databaseUrl: null,
      publicUrl: null,
      paging: { hosts: [], allowPrivate: false },
      dev: false,
      pages: true,
    });
  });

  test("receivers of pages are hosts, with a port or without; private ones are opened by 1 alone", () => {
    const env = {
      LOCKSMITH_PAGE_ALLOW: " Hooks.Slack.com, 10.0.0.7:9093,[fd00::1]:80,",
      LOCKSMITH_PAGE_ALLOW_PRIVATE: "yes",
    };
    expect(readConfig({}, env).paging).toEqual({
      hosts: ["hooks.slack.com", "10.0.0.7:9093", "[fd00::1]:80"],
      allowPrivate: false,
    });
    expect(readConfig({ pageAllow: "a", pageAllowPrivate: true }, env).paging).toEqual({
      hosts: ["a"],
      allowPrivate: true,
    });
  });

  test.each([
    [{ port: "99999" }, {}, /LOCKSMITH_PORT/],
    [{ port: "x" }, {}, /LOCKSMITH_PORT: must be a whole number/],
    [{}, { LOCKSMITH_HOST: "a b" }, /LOCKSMITH_HOST: must be an address/],
    [{}, { LOCKSMITH_PAGE_ALLOW: "https://a/b" }, /LOCKSMITH_PAGE_ALLOW: must be hosts/],
    [{ publicUrl: "ftp://x" }, {}, /LOCKSMITH_PUBLIC_URL: must be an http or https/],
  ])("%o %o is refused by name", (flags, env, message) => {
    expect(() => readConfig(flags, env)).toThrow(ConfigError);
    expect(() => readConfig(flags, env)).toThrow(message);
  });
});

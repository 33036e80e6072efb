import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseStartFlags } from "./flags.mjs";

const parse = (argv: string[], env: Record<string, string> = {}) => parseStartFlags(argv, env, "/clone");

function options(argv: string[], env: Record<string, string> = {}) {
  const parsed = parse(argv, env);
  if (parsed.kind !== "run") throw new Error(`expected to run, got ${JSON.stringify(parsed)}`);
  return parsed.options;
}

describe("flags of npm start", () => {
  test("without any, the documented defaults hold", () => {
    expect(options([])).toEqual({
      host: "127.0.0.1",
      port: 4600,
      dataDir: "/clone/data",
      publicUrl: null,
      databaseUrl: null,
      agent: true,
      agentConfig: null,
      allowClear: false,
    });
  });

  test("a flag wins over its variable, and a variable over the default", () => {
    const env = { LOCKSMITH_PORT: "5000", LOCKSMITH_HOST: "::1", LOCKSMITH_DATA: "/srv/locksmith" };
    expect(options([], env)).toMatchObject({ port: 5000, host: "::1", dataDir: "/srv/locksmith" });
    expect(options(["--port", "6000", "--host=0.0.0.0", "--data", "here"], env)).toMatchObject({
      port: 6000,
      host: "0.0.0.0",
      dataDir: "/clone/here",
    });
  });

  test("an empty variable counts as not set", () => {
    expect(options([], { LOCKSMITH_PORT: "", LOCKSMITH_DATABASE_URL: "" })).toMatchObject({
      port: 4600,
      databaseUrl: null,
    });
  });

  test("what the agent of this host may do is said here too; by default it ends nothing", () => {
    expect(options(["--allow-clear", "--agent-config", "agent.json"])).toMatchObject({
      allowClear: true,
      agentConfig: "/clone/agent.json",
    });
  });

  test("--no-agent and --help are understood wherever they stand", () => {
    expect(options(["--no-agent", "--port", "0"])).toMatchObject({ agent: false, port: 0 });
    expect(parse(["--port", "1", "--help"])).toEqual({ kind: "help" });
  });

  test.each([
    [["--prot", "1"], '"--prot"'],
    [["4700"], '"4700"'],
    [["--port"], "--port needs a value"],
    [["--port", "--no-agent"], "--port needs a value"],
    [["--port", "70000"], "0 to 65535"],
    [["--port=4.5"], "whole number"],
    [["--port=-1"], "whole number"],
    [["--host="], "--host must be"],
    [["--host", "a b"], "--host must be"],
    [["--data="], "--data must name a folder"],
    [["--public-url", "ftp://x"], "http or https"],
    [["--agent"], '"--agent"'],
  ])("%j is refused in one line", (argv, part) => {
    const parsed = parse(argv);
    expect(parsed.kind).toBe("refuse");
    const message = parsed.kind === "refuse" ? parsed.message : "";
    expect(message).toContain(part);
    expect(message).not.toContain("\n");
  });

  test("a bad variable is blamed by its own name", () => {
    expect(parse([], { LOCKSMITH_PORT: "abc" })).toMatchObject({
      message: expect.stringContaining("LOCKSMITH_PORT"),
    });
  });

  test("whatever is typed, the answer is options or one printable line", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (argv) => {
        const parsed = parse(argv);
        if (parsed.kind === "run") expect(Number.isInteger(parsed.options.port)).toBe(true);
        if (parsed.kind === "refuse") expect(parsed.message).not.toMatch(/[\n\r]/);
      }),
    );
  });
});

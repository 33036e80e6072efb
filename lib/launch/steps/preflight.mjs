// @ts-check
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";

/**
 * Tries the port and the data folder, so that what cannot work is said before minutes of install and build.
 * The server checks both again: this answer can be out of date by then.
 * @param {{ host: string, port: number, dataDir: string }} options
 * @returns {Promise<string | null>} one line on what is wrong
 */
export async function preflight({ host, port, dataDir }) {
  return tryDataDir(dataDir) ?? (await tryPort(host, port));
}

/** @param {string} dataDir */
function tryDataDir(dataDir) {
  const probe = join(dataDir, `.probe-${randomUUID()}`);
  try {
    makeFolder(dataDir);
    writeFileSync(probe, "");
    rmSync(probe);
    return null;
  } catch (error) {
    return `the data folder ${dataDir} cannot be written (${codeOf(error)}); choose another with --data DIR`;
  }
}

/**
 * One level at a time: Node's own recursive mkdir never returns where the kernel answers ENOENT to every try (/proc).
 * @param {string} path absolute
 */
function makeFolder(path) {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | null>}
 */
function tryPort(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(portProblem(codeOf(error), host, port)));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/**
 * @param {string} code
 * @param {string} host
 * @param {number} port
 */
function portProblem(code, host, port) {
  if (code === "EADDRINUSE") return `port ${port} on ${host} is taken; choose another with --port N`;
  if (code === "EACCES")
    return `port ${port} on ${host} needs more rights; choose one above 1023 with --port N`;
  return `${host} is not an address of this machine that can be listened on (${code}); choose another with --host ADDRESS`;
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

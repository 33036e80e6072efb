import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, relative, sep } from "node:path";

const prefix = "/_next/static/";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/** What stands compressed beside a file, the smallest first. The build writes them; any may be missing. */
const codings = [
  { name: "br", suffix: ".br" },
  { name: "gzip", suffix: ".gz" },
] as const;
const identity = { name: "identity", suffix: "" } as const;

interface StaticFile {
  path: string;
  type: string;
  /** Content codings that are on the disk, the smallest first. */
  compressed: (typeof codings)[number][];
}

/** Answers a request for a static file; false when it asks for something else, which is then not touched. */
export type StaticFileHandler = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

/**
 * Serves the build's own static files, which Next could only compress anew for every visitor, and not with brotli.
 * Their names change with their content, so a browser may keep them for good. Only what was in the folder when it was
 * listed is served: a request's path is looked up, and never becomes a path on the disk.
 */
export async function listStaticFiles(folder: string): Promise<StaticFileHandler> {
  const files = await filesBelow(folder);
  return (incoming, outgoing) => {
    const url = incoming.url ?? "";
    if (!url.startsWith(prefix)) return false;
    const file = files.get(nameIn(url));
    if (file === undefined) {
      refuse(outgoing, 404, "There is no such file.");
    } else if (incoming.method !== "GET" && incoming.method !== "HEAD") {
      outgoing.setHeader("allow", "GET, HEAD");
      refuse(outgoing, 405, "A static file can only be read.");
    } else {
      void send(file, incoming, outgoing);
    }
    return true;
  };
}

async function filesBelow(folder: string): Promise<Map<string, StaticFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = new Set(entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name)));
  const files = new Map<string, StaticFile>();
  for (const path of paths) {
    const type = types[extname(path)];
    if (type === undefined) continue;
    const compressed = codings.filter(({ suffix }) => paths.has(path + suffix));
    files.set(relative(folder, path).split(sep).join("/"), { path, type, compressed });
  }
  return files;
}

/** The name below the folder that a URL asks for; what cannot be decoded is the name of no file. */
function nameIn(url: string): string {
  const name = url.slice(prefix.length).replace(/[?#].*$/s, "");
  try {
    return decodeURIComponent(name);
  } catch {
    return "";
  }
}

async function send(file: StaticFile, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const accepted = file.compressed.filter(({ name }) => accepts(incoming.headers["accept-encoding"], name));
  for (const coding of [...accepted, identity]) {
    const content = await readFile(file.path + coding.suffix).catch(() => null);
    if (content === null) continue;
    if (coding.name !== "identity") outgoing.setHeader("content-encoding", coding.name);
    outgoing.setHeader("cache-control", "public, max-age=31536000, immutable");
    outgoing.setHeader("vary", "Accept-Encoding");
    outgoing.setHeader("content-type", file.type);
    outgoing.setHeader("content-length", content.length);
    outgoing.end(incoming.method === "HEAD" ? undefined : content);
    return;
  }
  // Listed, and gone since: a newer build stands below a server that was not started anew.
  refuse(outgoing, 404, "There is no such file any more.");
}

/** Whether an Accept-Encoding header (RFC 9110, 12.5.3) allows a coding; without the header, none but identity. */
function accepts(header: string | string[] | undefined, coding: string): boolean {
  let others = false;
  for (const part of String(header ?? "")
    .toLowerCase()
    .split(",")) {
    const [name, ...parameters] = part.split(";").map((word) => word.trim());
    const allowed = !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    if (name === coding) return allowed;
    if (name === "*") others = allowed;
  }
  return others;
}

function refuse(outgoing: ServerResponse, status: number, reason: string): void {
  outgoing.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
  outgoing.end(`${reason}\n`);
}

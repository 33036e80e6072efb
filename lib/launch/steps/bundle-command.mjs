// @ts-check
import { dirname, join, relative, sep } from "node:path";
import { rolldown } from "rolldown";
import { commandSource } from "./command-main.mjs";
import { root } from "./root.mjs";

/*
 * Run under the pinned Node, with the folder to write as its argument: makes one file of the `locksmith` command, and
 * one of each part that is loaded only when it is needed. Loading some five hundred modules is most of a start.
 */
const out = process.argv[2];
if (out === undefined) throw new Error("say where the bundle goes");

const bundle = await rolldown({
  input: commandSource(),
  platform: "node",
  // Next finds its own files by itself; pino's thread is a file that it starts by name.
  external: [/^next($|\/)/, "thread-stream"],
  resolve: { alias: { "#lib": join(root, "lib") } },
  plugins: [{ name: "own-place", transform: ownPlace }],
});
await bundle.write({ dir: out, entryFileNames: "main.mjs", chunkFileNames: "[name]-[hash].mjs" });
await bundle.close();

/**
 * What a source finds relative to itself, the bundle finds relative to that source.
 * @param {string} code
 * @param {string} id
 */
function ownPlace(code, id) {
  if (!id.startsWith(join(root, "lib") + sep) || !code.includes("import.meta.")) return null;
  const place = (/** @type {string} */ path) =>
    `new URL(${JSON.stringify(relative(String(out), path).split(sep).join("/"))}, import.meta.url)`;
  return code.replaceAll(/\bimport\.meta\.(url|dirname)\b/g, (_, what) =>
    what === "url"
      ? `${place(id)}.href`
      : `process.getBuiltinModule("node:url").fileURLToPath(${place(dirname(id))})`,
  );
}

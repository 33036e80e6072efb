import { posix } from "node:path";
import { parse } from "./parse.ts";
import { isCode, isTest, type SourceFile, type Violation } from "./tree.ts";

/** One part of the house: what it may import besides itself, and whether Node's own modules are among it. */
interface Layer {
  folder: string;
  mayImport: readonly string[];
  node: boolean;
}

const apiClient = ["lib/domain", "lib/contract", "lib/client", "lib/sources"];

/** The longest matching folder decides. ARCHITECTURE.md has the same table with its reasons. */
const layers: readonly Layer[] = [
  { folder: "lib/domain", mayImport: [], node: false },
  { folder: "lib/contract", mayImport: ["lib/domain"], node: false },
  { folder: "lib/client", mayImport: ["lib/domain", "lib/contract"], node: false },
  { folder: "lib/store", mayImport: ["lib/domain", "lib/contract"], node: true },
  { folder: "lib/sources", mayImport: ["lib/domain", "lib/contract"], node: true },
  { folder: "lib/server", mayImport: [...apiClient, "lib/store"], node: true },
  { folder: "lib/agent", mayImport: apiClient, node: true },
  { folder: "lib/cli", mayImport: [...apiClient, "lib/agent", "lib/drill"], node: true },
  { folder: "lib/drill", mayImport: apiClient, node: true },
  { folder: "components/ui", mayImport: [], node: false },
  { folder: "components", mayImport: ["lib/domain", "lib/contract", "lib/client"], node: false },
  { folder: "app", mayImport: ["components", "lib/domain", "lib/contract", "lib/client"], node: false },
  {
    folder: "lib/launch/testing",
    mayImport: ["lib/domain", "lib/contract", "lib/client", "lib/launch"],
    node: true,
  },
  {
    folder: "lib/launch/bench",
    mayImport: [...apiClient, "lib/store", "lib/server", "lib/launch"],
    node: true,
  },
  { folder: "lib/launch", mayImport: [], node: true },
  { folder: "e2e", mayImport: ["lib/domain", "lib/contract", "lib/client", "lib/launch"], node: true },
];

/** Single doors through a wall, each with its reason. */
const doors: readonly { from: RegExp; to: RegExp; why: string }[] = [
  {
    from: /^lib\/cli\//,
    to: /^lib\/server\/(main|run-server|config)\.ts$/,
    why: "`locksmith server` starts the server in its own process",
  },
  {
    from: /^lib\/cli\/audit\//,
    to: /^lib\/server\/audit\/verify-folder\.ts$/,
    why: "`locksmith audit verify --offline` checks a folder that no server runs on",
  },
  {
    from: /^components\/ui\//,
    to: /^lib\/domain\/(safe-text|drill\/names)\.ts$/,
    why: "text from a host is made safe where it is shown, and what is of a drill is labelled there",
  },
  {
    from: /^lib\/drill\/parts\//,
    to: /^lib\/agent\/guardian\//,
    why: "the orchestrator of a drill asks the guardian as every writer on its host does",
  },
  { from: /\.test\.tsx?$/, to: /^lib\/launch\/testing\//, why: "tests start the real server" },
  {
    from: /^lib\/cli\/testing\//,
    to: /^lib\/launch\/steps\/command-main\.mjs$/,
    why: "tests start the command as its launcher does",
  },
  { from: /\.(contract|real)\.test\.ts$/, to: /^lib\//, why: "tests of whole processes look at both ends" },
];

/** The folders whose code can end up in a program that begins in this one, itself included. */
export function reachableFrom(folder: string): string[] {
  const found = new Set([folder]);
  for (const next of found) {
    for (const further of layers.find((layer) => layer.folder === next)?.mayImport ?? []) found.add(further);
  }
  return [...found];
}

function layerOf(path: string): Layer | undefined {
  const holding = layers.filter(({ folder }) => path.startsWith(`${folder}/`));
  return holding.sort((a, b) => b.folder.length - a.folder.length)[0];
}

/** Imports go one way. Also: aliases with endings across folders, `./` within one, and Node's modules only where it runs. */
export function layerViolations(files: readonly SourceFile[]): Violation[] {
  return files.filter(isCode).flatMap((file) => {
    const layer = layerOf(file.path);
    if (!layer) return [];
    return parse(file).imports.flatMap(({ specifier, line }) => {
      const message = problemWith(file, layer, specifier);
      return message ? [{ path: file.path, line, message }] : [];
    });
  });
}

function problemWith(file: SourceFile, layer: Layer, specifier: string): string | null {
  if (specifier.startsWith("node:")) {
    return layer.node || isTest(file) ? null : `${layer.folder} also runs in the browser, so no ${specifier}`;
  }
  const local = isLocal(specifier);
  if (local && !/\.(tsx?|mjs|css|json)$/.test(specifier)) return `${specifier} has no file ending`;
  if (specifier.startsWith("../") && !isLaunch(file.path))
    return `${specifier} climbs; write it with # from the top`;
  const target = resolveImport(file.path, specifier);
  if (!target) return null;
  const targetLayer = layerOf(target);
  if (!targetLayer || targetLayer.folder === layer.folder) return null;
  const allowed =
    layer.mayImport.some((folder) => target.startsWith(`${folder}/`)) || isPartOf(layer, targetLayer);
  if (allowed || doors.some(({ from, to }) => from.test(file.path) && to.test(target))) return null;
  return `${layer.folder} may not import ${targetLayer.folder} (${specifier})`;
}

/** `components/locks` may use `components/ui`, but not the other way round. */
const isPartOf = (whole: Layer, part: Layer) => part.folder.startsWith(`${whole.folder}/`);

/** The launcher is plain JavaScript that runs before anything is installed, and e2e has no alias of its own. */
const isLaunch = (path: string) => path.startsWith("lib/launch/") || path.startsWith("e2e/");

const isLocal = (specifier: string) => specifier.startsWith("#") || specifier.startsWith(".");

/** The path of an imported file of ours; null for packages. */
export function resolveImport(from: string, specifier: string): string | null {
  if (specifier.startsWith("#")) return specifier.slice(1);
  if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier);
  return null;
}

import type { Violation } from "./tree.ts";

interface Locked {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/**
 * `npm ci` refuses a lock that leaves out a package for another platform, as npm writes it where a registry does not
 * have that package; and then nobody can install from a clean clone.
 */
export function lockViolations(text: string): Violation[] {
  const packages: Record<string, Locked> = JSON.parse(text).packages;
  return Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isReachable(packages, path, name))
      .map((name) => ({
        path: "package-lock.json",
        message: `lacks ${name}, which ${path || "the project"} names`,
      })),
  );
}

/** As Node looks for a package: beside the one that asks, then ever further up. */
function isReachable(packages: Record<string, unknown>, from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
    if (`${folder === "" ? "" : `${folder}/`}node_modules/${name}` in packages) return true;
    if (folder === "") return false;
  }
}

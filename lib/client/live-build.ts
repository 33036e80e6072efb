/** What a server without built pages calls its build, as in development: nothing can be told from it. */
export const noBuild = "none";

/** The build that made this page; the server writes it on the document. */
export function pageBuild(): string {
  return globalThis.document?.documentElement.dataset["build"] ?? noBuild;
}

/** Whether the server has other pages by now than this one. */
export function isOtherBuild(build: string | null, page = pageBuild()): boolean {
  return build !== null && build !== noBuild && page !== noBuild && build !== page;
}

/** Whether something failed because a part of the pages could not be had: a new version has taken the old one's files away. */
export function isLostPart({ name, message }: Error): boolean {
  return name === "ChunkLoadError" || /failed to load chunk|dynamically imported module/i.test(message);
}

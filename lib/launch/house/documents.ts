import { posix } from "node:path";
import { lineAt, type SourceFile, type Violation } from "./tree.ts";

/** A code span that reads like a path of this repository: below one of its folders, or a file at its top. */
const pathLike =
  /^(?:\.\/)?(?:app|components|lib|e2e|public|\.ci)\/[\w@.()[\]/-]*$|^[\w-]+(?:\.config)?\.(?:md|mjs|ts)$/;

/** Every path that a document names exists, so that nobody follows a dead one. */
export function deadPathViolations(
  files: readonly SourceFile[],
  exists: (path: string) => boolean,
): Violation[] {
  return files
    .filter(({ path }) => path.endsWith(".md"))
    .flatMap((file) =>
      [...spans(file), ...links(file)]
        .filter(({ target }) => !exists(target))
        .map(({ target, offset }) => ({
          path: file.path,
          line: lineAt(file.text, offset),
          message: `names ${target}, which does not exist`,
        })),
    );
}

interface Named {
  target: string;
  offset: number;
}

/** Blanks out fenced blocks, which show commands and their output, and keeps all offsets. */
function prose(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, " "));
}

function spans({ text }: SourceFile): Named[] {
  return Array.from(prose(text).matchAll(/`([^`\n]+)`/g), (match) => ({
    target: match[1] ?? "",
    offset: match.index,
  }))
    .filter(({ target }) => pathLike.test(target))
    .map(({ target, offset }) => ({ target: posix.normalize(target), offset }));
}

function links({ path, text }: SourceFile): Named[] {
  return Array.from(prose(text).matchAll(/\]\(([^)\s]+)\)/g), (match) => ({
    target: (match[1] ?? "").replace(/#.*$/, ""),
    offset: match.index,
  }))
    .filter(({ target }) => target !== "" && !/^[a-z]+:/.test(target))
    .map(({ target, offset }) => ({ target: posix.join(posix.dirname(path), target), offset }));
}

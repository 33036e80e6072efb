import { nameOf, parse, type SyntaxNode, visit } from "./parse.ts";
import { isCode, isTest, lineAt, type SourceFile, type Violation } from "./tree.ts";

const hiddenInputs = new Map([
  ["Date", new Set(["now"])],
  ["Math", new Set(["random"])],
  ["performance", new Set(["now"])],
  ["crypto", new Set(["randomUUID", "getRandomValues"])],
  // A rule may call its argument `process`; the one of Node has these.
  ["process", new Set(["argv", "env", "hrtime", "memoryUsage", "uptime"])],
]);
const outside = new Set(["fetch", "setTimeout", "setInterval", "queueMicrotask", "console", "globalThis"]);

/** Rules are functions of their arguments: time, chance and I/O are passed in. */
export function purityViolations(files: readonly SourceFile[]): Violation[] {
  const domain = files.filter((file) => isCode(file) && !isTest(file) && file.path.startsWith("lib/domain/"));
  return domain.flatMap((file) =>
    findCalls(file, impurity).map((found) => ({
      ...found,
      message: `${found.message} is not a rule's business`,
    })),
  );
}

function impurity(node: SyntaxNode): string | null {
  if (node.type === "MemberExpression") {
    const name = nameOf(node["object"]);
    if (outside.has(name)) return name;
    return hiddenInputs.get(name)?.has(nameOf(node["property"]))
      ? `${name}.${nameOf(node["property"])}`
      : null;
  }
  if (node.type === "CallExpression" && outside.has(nameOf(node["callee"]))) return nameOf(node["callee"]);
  const isEmpty = Array.isArray(node["arguments"]) && node["arguments"].length === 0;
  return node.type === "NewExpression" && nameOf(node["callee"]) === "Date" && isEmpty ? "new Date()" : null;
}

/** Components ask the query options; who may fetch, and how, is the client's business. */
export function fetchViolations(files: readonly SourceFile[]): Violation[] {
  const pages = files.filter(
    (file) => isCode(file) && !isTest(file) && /^(app|components)\//.test(file.path),
  );
  return pages.flatMap((file) => findCalls(file, ownFetch));
}

function ownFetch(node: SyntaxNode): string | null {
  const callee = nameOf(node["callee"]);
  if (node.type === "CallExpression" && callee === "fetch") return "fetch belongs into lib/client";
  if (node.type === "NewExpression" && /^(EventSource|WebSocket|XMLHttpRequest)$/.test(callee)) {
    return `${callee} belongs into lib/client`;
  }
  return null;
}

function findCalls(file: SourceFile, problem: (node: SyntaxNode) => string | null): Violation[] {
  const violations: Violation[] = [];
  visit(parse(file).body, (node) => {
    const message = problem(node);
    if (message) violations.push({ path: file.path, line: lineAt(file.text, node.start), message });
  });
  return violations;
}

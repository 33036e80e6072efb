import { nameOf, parse, type SyntaxNode, visit } from "./parse.ts";
import { isCode, isTest, lineAt, lineCount, type SourceFile, type Violation } from "./tree.ts";

const most = { file: 300, test: 400, page: 40, function: 70, component: 120, median: 100 };

/** Whoever opens a file should see all of it: limits on files, on functions, and on the median. */
export function sizeViolations(files: readonly SourceFile[]): Violation[] {
  const code = files.filter(isCode);
  return [...code.flatMap(fileTooLong), ...code.filter((file) => !isTest(file)).flatMap(functionsTooLong)];
}

function fileTooLong(file: SourceFile): Violation[] {
  const lines = lineCount(file.text);
  const limit = isTest(file) ? most.test : /^app\/.*page\.tsx$/.test(file.path) ? most.page : most.file;
  return lines > limit ? [{ path: file.path, message: `has ${lines} lines, at most ${limit}` }] : [];
}

const functions = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

function functionsTooLong(file: SourceFile): Violation[] {
  const violations: Violation[] = [];
  visit(parse(file).body, (node, parent) => {
    if (!functions.has(node.type)) return;
    const first = lineAt(file.text, node.start);
    const lines = lineAt(file.text, node.end) - first + 1;
    const name = functionName(node, parent);
    const isComponent = file.path.endsWith(".tsx") && /^[A-Z]/.test(name);
    const limit = isComponent ? most.component : most.function;
    if (lines <= limit) return;
    violations.push({
      path: file.path,
      line: first,
      message: `${name || "a function"} has ${lines} lines, at most ${limit}`,
    });
  });
  return violations;
}

function functionName(node: SyntaxNode, parent: SyntaxNode | null): string {
  return nameOf(node["id"]) || nameOf(parent?.["id"]) || nameOf(parent?.["key"]);
}

/** The median length of source files, tests left out. */
export function medianViolations(files: readonly SourceFile[]): Violation[] {
  const lengths = files
    .filter((file) => isCode(file) && !isTest(file))
    .map((file) => lineCount(file.text))
    .sort((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  return median < most.median
    ? []
    : [{ path: ".", message: `the median file has ${median} lines, less than ${most.median} are wanted` }];
}

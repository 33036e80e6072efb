import { ProblemError, UnreachableError } from "#lib/client/http.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";

/** A command cannot go on; `message` is one line for a person. */
export class Failure extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** A flag, an argument or a variable is wrong. */
export function usage(message: string): Failure {
  return new Failure(exitCodes.usage, message);
}

/** One safe line and an exit code for anything that was thrown. */
export function describeFailure(error: unknown): { line: string; exitCode: number } {
  if (error instanceof Failure) return { line: oneLine(error.message), exitCode: error.exitCode };
  if (error instanceof ProblemError) {
    return { line: oneLine(problemText(error)), exitCode: exitCodeOf(error.code) };
  }
  if (error instanceof UnreachableError) {
    return { line: `the server cannot be reached${causeOf(error)}`, exitCode: exitCodes.unreachable };
  }
  return { line: oneLine(error instanceof Error ? error.message : String(error)), exitCode: exitCodes.error };
}

function problemText({ problem, message, code }: ProblemError): string {
  const fields = (problem.errors ?? []).map((e) => `${e.field}: ${e.message}`).join("; ");
  const hint = code === "unauthenticated" ? " (give a token with --token-file or LOCKSMITH_TOKEN)" : "";
  return `${fields === "" ? message : `${message} ${fields}`}${hint}`;
}

function causeOf(error: UnreachableError): string {
  const cause = error.cause;
  return cause instanceof Error ? `: ${oneLine(cause.message)}` : "";
}

function oneLine(text: string): string {
  return safeText(text.replace(/\s*\n\s*/g, " ").trim(), 600);
}

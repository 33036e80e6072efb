import type { ServerNews } from "#lib/server/run-server.ts";
import { printLine } from "./output.ts";

/**
 * Prints what is told of a server: for a person, or each state in one line of JSON. A supervisor that wants its own
 * words for a person asks for the address alone in JSON, by LOCKSMITH_READY_JSON.
 */
export function newsPrinter(json: boolean, publicUrl: string | null): (news: ServerNews) => void {
  if (json) return (news) => printLine(news.state === "failed" ? { ...news, exitCode: 1 } : news);
  return (news) => {
    if (news.state === "failed" || news.state === "warning") {
      process.stderr.write(`locksmith: ${news.message}\n`);
    } else if (news.state === "ready") {
      process.stdout.write(readyText(news, publicUrl));
    }
  };
}

function readyText({ url, signInUrl }: { url: string; signInUrl: string }, publicUrl: string | null): string {
  if (process.env["LOCKSMITH_READY_JSON"] === "1") {
    return `${JSON.stringify({ ready: true, url, signInUrl })}\n`;
  }
  return `Locksmith is ready at ${publicUrl ?? url}\nSign in once: ${signInUrl}\n`;
}

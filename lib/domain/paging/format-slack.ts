import { eventWords, type PageMessage, type PageRequest } from "./message.ts";

const headerMaxChars = 150;
const sectionMaxChars = 3_000;
const words = { trigger: "Page", acknowledge: "Acknowledged", resolve: "Over" };

/**
 * An incoming webhook of Slack, and of what understands the same: `text` for those who know no blocks. Names come from
 * hosts, so everything but our own link is escaped and in plain text, where nothing is markup and nobody is mentioned.
 */
export function slackRequest(message: PageMessage): PageRequest {
  const { event, title, text, url, resource } = message;
  const head = `${words[event]}: ${title}`;
  const link = `<${url}|Open in Locksmith>`;
  return {
    headers: {},
    body: {
      text: `${escaped(head, sectionMaxChars)}\n${escaped(eventWords(message), sectionMaxChars)} ${link}`,
      blocks: [
        { type: "header", text: plain(head, headerMaxChars) },
        { type: "section", text: plain(`${text} ${eventWords(message)}`.trim(), sectionMaxChars) },
        ...(resource === null
          ? []
          : [{ type: "context", elements: [plain(`Resource ${resource}`, sectionMaxChars)] }]),
        { type: "section", text: { type: "mrkdwn", text: link } },
      ],
    },
  };
}

function plain(text: string, maxChars: number) {
  return { type: "plain_text", text: escaped(text, maxChars), emoji: false };
}

/** The three characters that Slack wants escaped, never cut in the middle of one. */
function escaped(text: string, maxChars: number): string {
  let out = "";
  for (const char of text) {
    const safe = { "&": "&amp;", "<": "&lt;", ">": "&gt;" }[char] ?? char;
    if (out.length + safe.length > maxChars - 1) return `${out}…`;
    out += safe;
  }
  return out;
}

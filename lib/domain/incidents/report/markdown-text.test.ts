import fc from "fast-check";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { expect, test } from "vitest";
import { safeText } from "#lib/domain/safe-text.ts";
import { markdownCell, markdownText } from "./markdown-text.ts";

const render = (markdown: string) =>
  micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
const tagsOf = (html: string) => [...html.matchAll(/<\/?[a-z][^>]*>/gi)].map(([tag]) => tag);
const textOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");

/** Without spaces, and without backticks: those around a whole word become its code span. */
const bare = (text: string) => text.replace(/[\s`]+/g, "");

/** Text that is made of what means something to Markdown, to HTML or to a terminal. */
const hostile = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ..."`|\\*_[](){}<>#+-.!~:&;@/='\"1 \n\t",
        "```",
        "~~~",
        "http://",
        "https://a.b",
        "www.evil.example",
        "a@b.example",
        "mailto:a@b.example",
        "<script>",
        "<!--",
        "]]>",
        "&lt;",
        "&#x3c;",
        "![x](y)",
        "[a]: b",
        "- [ ] ",
        "# ",
        "1. ",
        "> ",
        "---",
        "| --- |",
        "\u202e",
        "\u2028",
        "\u0007",
        "word",
        "\u00a0",
      ),
      { maxLength: 25 },
    )
    .map((parts) => parts.join("")),
);

test("words stay as they are, and names stand in code spans", () => {
  expect(markdownText("Held by nobody: guardian on drill:node-7 is gone (PID 1968).")).toBe(
    "Held by nobody: guardian on `drill:node-7` is gone (PID 1968).",
  );
  expect(markdownText("aim_lock_config.conf was refused 61 times, 0.5 s, at 03:12:07 UTC")).toBe(
    "`aim_lock_config.conf` was refused 61 times, 0.5 s, at 03:12:07 UTC",
  );
  expect(markdownText("`cat` (PID 7) holds 20 % of (a, b, …).")).toBe(
    "`cat` (PID 7) holds 20 % of (a, b, …).",
  );
  expect(markdownText("1. first")).toBe("`1.` first");
  expect(markdownText("a ` tick and ``two``")).toBe("a `` ` `` tick and ``` ``two`` ```");
  expect(markdownCell("a|b \\| c")).toBe("`a`&#124;`b` `\\`&#124; c");
});

test("no text adds anything to a list item but code spans, and it reads as it was", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const html = render(`- ${markdownText(text)} _(event 1)_\n`);
      const tags = tagsOf(html).filter((tag) => tag !== "<code>" && tag !== "</code>");
      expect(tags).toEqual(["<ul>", "<li>", "<em>", "</em>", "</li>", "</ul>"]);
      expect(bare(textOf(html))).toBe(bare(`${safeText(text, 4_000)}(event1)`));
    }),
    { numRuns: 400 },
  );
});

test("no text adds a cell or a row to a table, or ends a heading", () => {
  fc.assert(
    fc.property(hostile, hostile, (a, b) => {
      const html = render(
        `# Report: ${markdownText(a)}\n\n| A | B |\n| --- | --- |\n| ${markdownCell(a)} | ${markdownCell(b)} |\n`,
      );
      const tags = tagsOf(html).filter((tag) => tag !== "<code>" && tag !== "</code>");
      expect(tags.join("")).toBe(
        "<h1></h1><table><thead><tr><th></th><th></th></tr></thead><tbody><tr><td></td><td></td></tr></tbody></table>",
      );
      const cells = [...html.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = ""]) => bare(textOf(cell)));
      expect(cells).toEqual([a, b].map((text) => bare(safeText(text, 4_000))));
    }),
    { numRuns: 400 },
  );
});

test("outside of code spans only plain characters are left, whatever else reads it", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const plain = markdownText(text).replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, "");
      expect(plain).toMatch(/^[\p{L}\p{M}\p{N} '’%–—…·×%():"“”„.,;!?-]*$/u);
      expect(plain).not.toMatch(/:\/\/|www\.|@/i);
    }),
    { numRuns: 400 },
  );
});

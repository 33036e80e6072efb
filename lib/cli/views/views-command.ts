import { type Command, Option } from "commander";
import { addServerFlags, connect, type ServerFlags } from "#lib/cli/connection.ts";
import { type Column, printJson, table, timeText } from "#lib/cli/output.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { SavedView, SavedViewList } from "#lib/contract/views.ts";
import { viewLists } from "#lib/domain/views/saved-view.ts";

const columns: Column<SavedView>[] = [
  { name: "LIST", cell: (view) => view.list },
  { name: "NAME", cell: (view) => view.name, maxChars: 80 },
  { name: "DEFAULT", cell: (view) => (view.isDefault ? "yes" : "-") },
  { name: "CHANGED", cell: (view) => timeText(view.changedAt) },
  { name: "ID", cell: (view) => view.id },
  { name: "FILTERS", cell: (view) => decodeURIComponent(view.query.replaceAll("+", " ")), maxChars: 200 },
];

const help = `
A token sees the views of the person who made it.

Examples:
  locksmith views ls
  locksmith ls --view "Hot now"`;

/** `locksmith views`: the filters that were saved in the console. */
export function addViewsCommand(program: Command): void {
  const views = program
    .command("views")
    .summary("the views that you saved in the console")
    .description("Saved filters, order and columns of lists.")
    .addHelpText("after", help);
  const list = views
    .command("ls", { isDefault: true })
    .summary("list your views")
    .description("Lists your views.")
    .addOption(new Option("--list <name>", "of this list only").choices([...viewLists]))
    .option("--json", "as JSON");
  addServerFlags(list)
    .addHelpText("after", help)
    .action(async (flags: ServerFlags & { list?: string; json?: boolean }) => {
      const answer = await connect(flags).get<SavedViewList>(apiPaths.views, { query: { list: flags.list } });
      if (flags.json === true) printJson({ items: answer.items, total: answer.total });
      else if (answer.items.length === 0) process.stdout.write("No view is saved.\n");
      else process.stdout.write(table(columns, answer.items));
    });
}

import type { Command } from "commander";
import { addServerFlags, connect, type ServerFlags } from "#lib/cli/connection.ts";
import { exitCodes } from "#lib/cli/exit-codes.ts";
import { Failure, usage } from "#lib/cli/failure.ts";
import { ageText, printJson, table } from "#lib/cli/output.ts";
import { type Display, displayCalls } from "#lib/client/displays.ts";
import type { Api } from "#lib/client/http.ts";
import { safeText } from "#lib/domain/safe-text.ts";

const dayMs = 86_400_000;
const daysMax = 3_650;

const help = `
A display shows the wall on a screen that nobody signs in at. It reads and can change nothing. Its link is printed this
once; opened on the screen, its secret goes into a cookie and out of the address. Needs an admin's token.

Examples:
  locksmith display create "NOC west wall" --days 365
  locksmith display ls
  locksmith display revoke "NOC west wall"`;

interface DisplayFlags extends ServerFlags {
  json?: boolean;
}

/** `locksmith display`. */
export function addDisplayCommand(program: Command): void {
  const group = program
    .command("display")
    .summary("links for screens on walls: make, list, revoke")
    .description("Links by which a screen shows the wall without a person's account.")
    .addHelpText("after", help);
  const create = group
    .command("create")
    .description("Makes a display and prints its link, this once.")
    .argument("<name>", "where the screen hangs")
    .option("--days <number>", "how long it lasts; without it, until it is revoked")
    .option("--json", "as JSON");
  addServerFlags(create).action(async (name: string, flags: DisplayFlags & { days?: string }) => {
    const made = await displayCalls(connect(flags)).create({ name, expiresInMs: lastsMs(flags.days) });
    if (flags.json === true) return printJson(made);
    process.stdout.write(`${made.link}\n`);
    process.stderr.write("Open this link once on the screen. It is printed this once.\n");
  });
  const list = group
    .command("ls", { isDefault: true })
    .description("Lists displays that were not revoked, and how many screens show each now.")
    .option("--json", "as JSON");
  addServerFlags(list).action(async (flags: DisplayFlags) => {
    const displays = await displayCalls(connect(flags)).list();
    if (flags.json === true) return printJson(displays);
    process.stdout.write(displays.length === 0 ? "No display has been made.\n" : displayTable(displays));
  });
  const revoke = group
    .command("revoke")
    .description("Revokes a display: its screens go dark within a second, and say so.")
    .argument("<display>", "id (tok_…), or a name that exactly one has")
    .option("--json", "as JSON");
  addServerFlags(revoke).action(async (wanted: string, flags: DisplayFlags) => {
    const api = connect(flags);
    const display = await find(api, wanted);
    await displayCalls(api).revoke(display.id);
    const { id, name, openStreams: screens } = display;
    if (flags.json === true) return printJson({ id, name, screens, revoked: true });
    const dark = screens === 0 ? "no screen showed it" : `screens that went dark: ${screens}`;
    process.stdout.write(`Revoked ${safeText(name)} (${id}); ${dark}.\n`);
  });
}

function lastsMs(days: string | undefined): number | null {
  if (days === undefined) return null;
  const count = /^\d{1,4}$/.test(days) ? Number(days) : Number.NaN;
  if (count >= 1 && count <= daysMax) return count * dayMs;
  throw usage(`--days must be a number from 1 to ${daysMax}, not ${JSON.stringify(days)}`);
}

async function find(api: Api, wanted: string): Promise<Display> {
  const displays = await displayCalls(api).list();
  const found = displays.filter(({ id, name }) => id === wanted || name === wanted);
  const [one, another] = found;
  if (one === undefined)
    throw new Failure(exitCodes.notFound, `there is no display ${JSON.stringify(wanted)}`);
  if (another === undefined) return one;
  throw usage(
    `${found.length} displays are called that; name one by its id: ${found.map(({ id }) => id).join(", ")}`,
  );
}

function displayTable(displays: readonly Display[]): string {
  const now = Date.now();
  return table(
    [
      { name: "ID", cell: ({ id }) => id },
      { name: "NAME", cell: ({ name }) => name, maxChars: 40 },
      { name: "SCREENS", cell: ({ openStreams }) => String(openStreams), number: true },
      { name: "SEEN", cell: ({ lastUsedAt }) => ageText(lastUsedAt, now), number: true },
      { name: "EXPIRES", cell: ({ expiresAt }) => expiryText(expiresAt, now) },
      { name: "MADE BY", cell: ({ createdBy }) => createdBy, maxChars: 30 },
    ],
    displays,
  );
}

function expiryText(expiresAt: number | null, now: number): string {
  if (expiresAt === null) return "never";
  return expiresAt <= now ? "expired" : `in ${ageText(now, expiresAt)}`;
}

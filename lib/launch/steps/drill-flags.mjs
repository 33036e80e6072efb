// @ts-check

/** Flags of `locksmith drill`, and whether each takes a value. All others are those of `npm start`. */
const ofDrill = new Map([
  ["--nodes", true],
  ["--variation", true],
  ["--pace", true],
  ["--on-call", true],
  ["--script", false],
  ["--autopilot", false],
  ["--deliver-pages", false],
  ["--once", false],
  ["--stop", false],
  ["--status", false],
  ["--next", false],
  ["--json", false],
]);
/** Those that are about a drill that is on: no server is started for them. */
const steering = ["--stop", "--status", "--next"];

export const drillHelp = `Usage: npm run drill -- [flags]

Rehearses the 03:12 incident: starts the server as npm start does, if none runs on the data folder, and the drill
against it. Flags of npm start, and of locksmith drill:

  --script             what goes wrong goes wrong by itself; else you begin each act in the console
  --autopilot          played people repair it, too
  --variation NAME     the story with a trap
  --pace PACE          real, brisk or fast
  --nodes N            nodes of the fleet (101)
  --on-call WHO        played or person: who answers the page
  --deliver-pages      receivers of pages get those of the drill, marked as such
  --once               end the drill when its last act was played, and the server with it
  --stop, --status, --next
                       of the drill that is on`;

/**
 * Tells the drill's flags from those of the start.
 * @param {readonly string[]} argv
 * @returns {{ drill: string[], start: string[], steers: boolean }}
 */
export function splitDrillFlags(argv) {
  /** @type {string[]} */
  const drill = [];
  /** @type {string[]} */
  const start = [];
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i] ?? "";
    const name = arg.split("=", 1)[0] ?? "";
    const takesValue = ofDrill.get(name);
    const into = takesValue === undefined ? start : drill;
    into.push(arg);
    const value = argv[i + 1];
    if (takesValue === true && name === arg && value !== undefined) {
      into.push(value);
      i += 1;
    }
  }
  return { drill, start, steers: drill.some((flag) => steering.includes(flag)) };
}

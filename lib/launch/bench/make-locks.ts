import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Takes COUNT exclusive flocks on files of its own, says so, and holds them until its standard input ends. */
const holderScript = `
  use Fcntl ":flock";
  my ($prefix, $count) = @ARGV;
  my @held;
  for my $i (1 .. $count) {
    open(my $file, ">", "$prefix-$i.conf") or die "open: $!";
    flock($file, LOCK_EX | LOCK_NB) or die "flock: $!";
    push @held, $file;
  }
  $| = 1;
  print "held\\n";
  <STDIN>;
`;

/**
 * Makes real flocks: `processes` Perl processes (Perl is part of every Debian) that hold `perProcess` each.
 * `release` ends them and removes their files. Throws when a process could not take its locks.
 */
export async function makeLocks(
  processes: number,
  perProcess: number,
): Promise<{ release(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "locksmith-bench-locks-"));
  const children: ChildProcess[] = [];
  const release = async () => {
    await Promise.all(children.map(ended));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (let i = 0; i < processes; i += 1) {
      children.push(
        spawn("perl", ["-e", holderScript, join(folder, `p${i}`), String(perProcess)], {
          stdio: ["pipe", "pipe", "inherit"],
        }),
      );
    }
    await Promise.all(children.map(held));
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

function held(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.once("data", () => resolve());
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`a lock holder ended early with ${code}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.stdin?.end();
  });
}

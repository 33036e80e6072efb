import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endsWithin } from "./ends-within.ts";

const takenMs = 30_000;
const forceMs = 10_000;

/**
 * Starts PROCESSES processes that take COUNT exclusive flocks each, on files of their own; says when all are held, and
 * holds them until its standard input ends. One process with one thread beside them: what starts them is not measured.
 */
const holderScript = `
  use Fcntl ":flock";
  my ($prefix, $processes, $count) = @ARGV;
  pipe(my $told, my $tell) or die "pipe: $!";
  for my $p (1 .. $processes) {
    my $pid = fork();
    die "fork: $!" unless defined $pid;
    next if $pid;
    my @held;
    for my $i (1 .. $count) {
      open(my $file, ">", "$prefix-$p-$i.conf") or die "open: $!";
      flock($file, LOCK_EX | LOCK_NB) or die "flock: $!";
      push @held, $file;
    }
    syswrite($tell, ".");
    close($tell);
    close($told);
    <STDIN>;
    exit 0;
  }
  close($tell);
  for (1 .. $processes) { sysread($told, my $dot, 1) == 1 or die "a lock holder ended early"; }
  $| = 1;
  print "held\\n";
  <STDIN>;
  1 while wait() > 0;
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
  const args = ["-e", holderScript, join(folder, "p"), String(processes), String(perProcess)];
  const holders = spawn("perl", args, { stdio: ["pipe", "pipe", "inherit"] });
  const release = async () => {
    await ended(holders);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await endsWithin(takenMs, "word that all locks are held", held(holders));
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
    child.once("exit", (code) => reject(new Error(`the lock holders ended early with ${code}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return Promise.resolve();
  const force = setTimeout(() => child.kill("SIGKILL"), forceMs);
  return new Promise((resolve) => {
    child.once("exit", () => {
      clearTimeout(force);
      resolve();
    });
    child.stdin?.end();
  });
}

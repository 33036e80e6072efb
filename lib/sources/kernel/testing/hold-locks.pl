# Holds many real file locks until its standard input closes.
# Usage: perl hold-locks.pl DIR PROCESSES LOCKS_EACH
# Prints "ready" when every lock is held. Each process takes an equal share of flock and POSIX locks.
use strict;
use warnings;
use Fcntl qw(:flock F_SETLK F_WRLCK SEEK_SET);

my ($dir, $processes, $each) = @ARGV;
die "usage: hold-locks.pl DIR PROCESSES LOCKS_EACH\n" unless defined $each;

my @children;
for my $p (1 .. $processes) {
  pipe(my $reader, my $writer) or die "pipe: $!\n";
  my $pid = fork() // die "fork: $!\n";
  if ($pid == 0) {
    close $reader;
    open(STDIN, "<", "/dev/null");
    my @held;
    for my $n (1 .. $each) {
      open(my $file, ">", "$dir/lock-$p-$n.conf") or die "open: $!\n";
      if ($n % 2) {
        flock($file, LOCK_EX | LOCK_NB) or die "flock: $!\n";
      } else {
        # struct flock on 64-bit Linux: l_type, l_whence, padding, l_start, l_len, l_pid
        my $whole_file = pack("s s x4 q q l x4", F_WRLCK, SEEK_SET, 0, 0, 0);
        fcntl($file, F_SETLK, $whole_file) or die "fcntl: $!\n";
      }
      push @held, $file;
    }
    syswrite $writer, "x";
    close $writer;
    sleep 3600 while getppid() == $ENV{HOLD_PARENT};
    exit 0;
  }
  close $writer;
  push @children, $pid;
  sysread($reader, my $byte, 1) or die "a child could not take its locks\n";
  close $reader;
}
BEGIN { $ENV{HOLD_PARENT} = $$; }
$| = 1;
print "ready\n";
1 while <STDIN>;
kill "TERM", @children;
waitpid($_, 0) for @children;

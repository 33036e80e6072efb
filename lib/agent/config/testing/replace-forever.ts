import { replaceRunning } from "#lib/agent/config/replace-running.ts";

// Replaces a file by one of two contents again and again, until it is killed in the middle of one of them.
const [path = "", size = "0"] = process.argv.slice(2);
const contents = ["a", "b"].map((letter) => Buffer.from(letter.repeat(Number(size))));
process.stdout.write("begun\n");
for (let i = 0; ; i += 1) {
  const content = contents[i % 2] ?? Buffer.alloc(0);
  await replaceRunning({ path, content, guardians: [], epoch: null, by: "test" });
}

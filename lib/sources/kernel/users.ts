import { readFileSync } from "node:fs";

/**
 * Names of users by uid, from the text of `/etc/passwd`. Users of a directory service are not in it and stay
 * numbers: looking those up would ask the network for every lock.
 */
export function parsePasswd(text: string): Map<number, string> {
  const users = new Map<number, string>();
  for (const line of text.split("\n")) {
    const [name, , uid] = line.split(":");
    if (
      name !== undefined &&
      name !== "" &&
      uid !== undefined &&
      /^\d{1,10}$/.test(uid) &&
      !users.has(Number(uid))
    ) {
      users.set(Number(uid), name);
    }
  }
  return users;
}

/** Reads the users of this host; none when the file cannot be read. */
export function readUsers(file = "/etc/passwd"): Map<number, string> {
  try {
    return parsePasswd(readFileSync(file, "utf8"));
  } catch {
    return new Map();
  }
}

/** What a process prints, line by line, and who waits for a line. */
export class LineLog {
  readonly #lines: string[] = [];
  #waiting: { matches: (line: string) => boolean; found: (line: string) => void }[] = [];

  /** Bound, to be passed on as it is. */
  readonly add = (line: string): void => {
    this.#lines.push(line);
    this.#waiting = this.#waiting.filter(({ matches, found }) => {
      if (!matches(line)) return true;
      found(line);
      return false;
    });
  };

  /** The first line that matches, now or later. Never rejects: race it against the end of the process. */
  find(matches: (line: string) => boolean): Promise<string> {
    const line = this.#lines.find(matches);
    if (line !== undefined) return Promise.resolve(line);
    return new Promise((found) => this.#waiting.push({ matches, found }));
  }

  text(): string {
    return this.#lines.join("\n");
  }
}

const lineChars = 1_000;

/** Output of a command: told line by line, and its end kept, within bounds whatever is printed. */
export class OutputLines {
  readonly #mostBytes: number;
  readonly #onLine: ((line: string) => void) | undefined;
  readonly #decoder = new TextDecoder();
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #line = "";
  #last = "";

  constructor(mostBytes: number, onLine?: (line: string) => void) {
    this.#mostBytes = mostBytes;
    this.#onLine = onLine;
  }

  add(bytes: Buffer): void {
    this.#keep(bytes);
    const parts = this.#decoder.decode(bytes, { stream: true }).split("\n");
    for (const [place, part] of parts.entries()) {
      if (place > 0) this.#endLine();
      if (this.#line.length < lineChars) this.#line += part.slice(0, lineChars - this.#line.length);
    }
  }

  /** The last line that says something. */
  last(): string {
    return this.#line.trim() === "" ? this.#last : this.#line.trim();
  }

  /** The end of all that was printed. */
  end(): string {
    const all = Buffer.concat(this.#kept);
    return all.subarray(Math.max(0, all.length - this.#mostBytes)).toString("utf8");
  }

  #endLine(): void {
    const line = this.#line.trim();
    this.#line = "";
    if (line === "") return;
    this.#last = line;
    this.#onLine?.(line);
  }

  #keep(bytes: Buffer): void {
    this.#kept.push(bytes);
    this.#keptBytes += bytes.length;
    while (this.#kept.length > 1 && this.#keptBytes - (this.#kept[0]?.length ?? 0) >= this.#mostBytes) {
      this.#keptBytes -= this.#kept.shift()?.length ?? 0;
    }
  }
}

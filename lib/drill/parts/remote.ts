import type { ChildProcess } from "node:child_process";

/** A call of the runner to one of its processes, and the answer. */
type Call = { call: number; name: string; value: unknown };
type Answer = { answer: number; value?: unknown; error?: string };
type News = { news: string; value: unknown };

/** Calls to one process of the drill over the channel that Node keeps between parent and child. */
export class Remote {
  readonly #child: ChildProcess;
  readonly #open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #calls = 0;

  /** `onNews`: what it says unasked. */
  constructor(child: ChildProcess, onNews: (news: string, value: unknown) => void) {
    this.#child = child;
    child.on("message", (message) => {
      const said = message as Answer | News;
      if ("news" in said) return onNews(said.news, said.value);
      const waiting = this.#open.get(said.answer);
      this.#open.delete(said.answer);
      if (said.error === undefined) waiting?.resolve(said.value);
      else waiting?.reject(new Error(said.error));
    });
    child.once("exit", () => {
      for (const { reject } of this.#open.values()) reject(new Error("the process ended"));
      this.#open.clear();
    });
  }

  call<T>(name: string, value: unknown = null): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (!this.#child.connected) return reject(new Error("the process ended"));
      this.#calls += 1;
      this.#open.set(this.#calls, { resolve: (answer) => resolve(answer as T), reject });
      const call: Call = { call: this.#calls, name, value };
      this.#child.send(call);
    });
  }
}

type Handlers = Readonly<Record<string, (value: unknown) => Promise<unknown>>>;

/** The other side: answers calls until the parent is gone. */
export function answerCalls(handlers: Handlers): void {
  // It lives for as long as it may be called.
  process.channel?.ref();
  process.on("message", (message) => {
    const { call, name, value } = message as Call;
    const handler = handlers[name];
    const work = handler === undefined ? Promise.reject(new Error(`no such call: ${name}`)) : handler(value);
    work.then(
      (answer) => tell({ answer: call, value: answer ?? null }),
      (error: unknown) =>
        tell({ answer: call, error: error instanceof Error ? error.message : String(error) }),
    );
  });
}

/** Says something unasked. */
export function sayNews(news: string, value: unknown = null): void {
  tell({ news, value });
}

function tell(message: Answer | News): void {
  if (process.connected) process.send?.(message);
}

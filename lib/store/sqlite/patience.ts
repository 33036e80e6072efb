/** A work that awaits something that never comes is given up, so that it cannot stop all others. */
const workMaxMs = 5_000;

/**
 * Almost every work ends within one turn of the event loop; this is for the one that never does. There is one timer
 * for all of a group, because making one costs more than most works.
 */
export class Patience {
  #timer: NodeJS.Timeout | undefined;
  /** Gives up the work that runs now. */
  #giveUp: () => void = () => {};

  /** As the work; rejects when it takes too long. */
  inTime(work: Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#giveUp = () => reject(new Error("this write took too long and was undone"));
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#giveUp();
      }, workMaxMs);
      work.then(resolve, reject);
    });
  }

  /** The group is over. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

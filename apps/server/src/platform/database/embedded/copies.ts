import { databaseErrors } from "../errors.ts";

/** The copies of its folder that the engine was asked for and has not told of yet. */
export class Copies {
  readonly #open = new Map<number, PromiseWithResolvers<void>>();
  #begun = 0;

  /** Asks for one, under a number of its own. */
  begin(ask: (id: number) => void): Promise<void> {
    this.#begun += 1;
    const copy = Promise.withResolvers<void>();
    this.#open.set(this.#begun, copy);
    ask(this.#begun);
    return copy.promise;
  }

  end(id: number, fault: string | null): void {
    const copy = this.#open.get(id);
    this.#open.delete(id);
    if (fault === null) copy?.resolve();
    else copy?.reject(databaseErrors.notCopied(fault));
  }

  /** None of them will be told of any more. */
  giveUp(reason: string): void {
    for (const id of [...this.#open.keys()]) this.end(id, reason);
  }
}

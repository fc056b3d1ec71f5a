/** Where new connections wait while there is no engine to talk to; closed at first. */
export class Gate {
  #passage = closed();

  /** Resolves once there is an engine; rejects with the reason where that takes long. */
  readonly passed = (): Promise<void> => this.#passage.promise;

  /** Whoever comes from now on waits, whatever was said before. */
  close(): void {
    this.#passage = closed();
  }

  /** Lets in whoever waits, and whoever comes. */
  open(): void {
    this.#passage.resolve();
    this.close();
    this.#passage.resolve();
  }

  /** Tells whoever waits why that would take long, and whoever comes, until there is something else to say. */
  refuse(failure: Error): void {
    this.#passage.reject(failure);
    this.close();
    this.#passage.reject(failure);
  }
}

/** Not settled yet; nobody has to hear of it. */
function closed(): PromiseWithResolvers<void> {
  const passage = Promise.withResolvers<void>();
  passage.promise.catch(() => {});
  return passage;
}

import { mostText, tell } from "./bridge-line.ts";

/** So long they are gathered, that not each word is a line. */
const gatheredMs = 1_000;

/** What an agent says, piece by piece. */
export class SpokenWords {
  #waiting = "";
  /** Since it worked last. */
  #last = "";
  #timer: NodeJS.Timeout | null = null;

  add(text: string): void {
    if (text === "") return;
    this.#waiting += text;
    this.#last = (this.#last + text).slice(0, mostText);
    this.#timer ??= setTimeout(() => this.#flush(), gatheredMs);
  }

  /** It works on: what it says from now on is something else. */
  rest(): void {
    this.#flush();
    this.#last = "";
  }

  /** Answers what it said since it worked last. */
  end(): string {
    this.#flush();
    return this.#last;
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting !== "") tell({ type: "words", text: this.#waiting });
    this.#waiting = "";
  }
}

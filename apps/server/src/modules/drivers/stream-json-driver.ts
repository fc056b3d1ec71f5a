import { setTimeout as pause } from "node:timers/promises";
import type { AnswerContent } from "@signalbox/contract/answers";
import { newId } from "../../kernel/ids.ts";
import { readStreamLine, type StreamMessage, streamLines } from "../backends/index.ts";
import type { AgentDriver, DriverInMaking, DriverMeans } from "./driver.ts";
import { OpenRequests } from "./open-requests.ts";

/** After an interrupt, until the turn is told to be over. */
const stopsMs = 5_000;

/** Drives Claude Code: lines of JSON both ways. */
export class StreamJsonDriver implements AgentDriver, DriverInMaking {
  #means: DriverMeans | null = null;
  readonly #early: string[] = [];
  readonly #requests = new OpenRequests();
  readonly #replies = new Map<string, (problem: string | null) => void>();
  #isBusy = false;
  #turnOver = Promise.withResolvers<void>();

  get sessionId(): string {
    const { sessionId, resumes } = this.#begun;
    return resumes ?? sessionId ?? "";
  }

  async begin(means: DriverMeans): Promise<AgentDriver> {
    this.#means = means;
    for (const line of this.#early.splice(0)) this.onLine(line);
    void means.process.exited.then(() => this.#close());
    // It answers once its session is open.
    const problem = await this.#ask("initialize");
    if (problem !== null) throw new Error(problem);
    return this;
  }

  isBusy(): boolean {
    return this.#isBusy;
  }

  async say(text: string): Promise<boolean> {
    const isSaid = await this.#begun.process.write(streamLines.says(text));
    if (isSaid) this.#isBusy = true;
    return isSaid;
  }

  async interrupt(): Promise<"stopped" | "unseen" | "idle"> {
    if (!this.isBusy()) return "idle";
    const over = this.#turnOver.promise.then(() => true);
    if ((await Promise.race([this.#ask("interrupt"), pause(stopsMs, "it does not answer")])) !== null)
      return "unseen";
    return (await Promise.race([over, pause(stopsMs, false)])) ? "stopped" : "unseen";
  }

  async end(): Promise<void> {
    await this.interrupt();
    this.#begun.process.closeInput();
  }

  onLine(line: string): void {
    if (this.#means === null) this.#early.push(line);
    else this.#hear(readStreamLine(line), this.#means);
  }

  #hear(message: StreamMessage | null, means: DriverMeans): void {
    switch (message?.kind) {
      case undefined:
        means.onGarbage();
        break;
      case "asks":
        this.#hearAsking(message, means);
        break;
      case "wants":
        // Unanswered, it would wait for ever.
        void means.process.write(
          streamLines.refuses(message.requestId, `Signalbox does not know ${message.what}`),
        );
        break;
      case "takes_back":
        this.#requests.close(message.requestId);
        break;
      case "replies":
        this.#replies.get(message.requestId)?.(message.problem);
        break;
      case "turn_begun":
        this.#isBusy = true;
        break;
      case "turn_over":
        this.#overTurn();
        break;
    }
  }

  #hearAsking({ requestId, asked }: Extract<StreamMessage, { kind: "asks" }>, means: DriverMeans): void {
    const reply = (content: AnswerContent) =>
      means.process.write(streamLines.replies(requestId, asked.replyTo(content)));
    means.onQuestion(this.#requests.add(requestId, asked, reply));
  }

  #overTurn(): void {
    this.#isBusy = false;
    this.#turnOver.resolve();
    this.#turnOver = Promise.withResolvers();
  }

  get #begun(): DriverMeans {
    if (this.#means === null) throw new Error("the driver was not begun");
    return this.#means;
  }

  /** Why it did not do so; null where it did. */
  async #ask(what: "initialize" | "interrupt"): Promise<string | null> {
    const id = newId();
    const { promise, resolve } = Promise.withResolvers<string | null>();
    this.#replies.set(id, resolve);
    const { process } = this.#begun;
    if (!(await process.write(streamLines.asks(id, what)))) resolve("it reads nothing any more");
    const gone = process.exited.then(() => "it has ended");
    return Promise.race([promise, gone]).finally(() => this.#replies.delete(id));
  }

  #close(): void {
    this.#requests.closeAll();
    this.#overTurn();
  }
}

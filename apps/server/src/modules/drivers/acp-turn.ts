import type { StopReason } from "@agentclientprotocol/sdk";
import type { JsonObject } from "../../kernel/json.ts";
import { AcpTelling, type Observation } from "../backends/index.ts";
import type { DriverMeans } from "./driver.ts";

interface TurnOptions {
  prompt: string;
  cli: DriverMeans["headless"];
  tell(observation: Observation): Promise<void>;
}

/** A turn over the Agent Client Protocol, told as far as nothing else tells of it. */
export class AcpTurn {
  readonly #options: TurnOptions;
  readonly #telling: AcpTelling | null;
  #isBegun = false;
  #isCancelled = false;

  constructor(options: TurnOptions) {
    this.#options = options;
    this.#telling = options.cli.tellsAll === true ? new AcpTelling() : null;
  }

  /** The CLI has taken the prompt. One that it refuses at once was never said. */
  begun(): void {
    if (this.#isBegun || this.#telling === null) return;
    this.#isBegun = true;
    void this.#options.tell({ kind: "prompted", text: this.#options.prompt, machineMade: false });
  }

  updated(update: JsonObject): void {
    if (this.#telling === null) return;
    this.begun();
    for (const observation of this.#telling.updated(update)) void this.#options.tell(observation);
  }

  cancelled(): void {
    this.#isCancelled = true;
  }

  async over(stopReason: StopReason): Promise<void> {
    const { cli, tell } = this.#options;
    this.begun();
    if (stopReason === "cancelled") return this.#broken({ kind: "interrupted" });
    if (this.#telling === null) return;
    // goose says of a turn that was cancelled while the model spoke that it came to its end.
    if (this.#isCancelled) return this.#broken({ kind: "interrupted" });
    const stopped = this.#telling.ended();
    await tell(cli.saysItFailed?.(stopped.text) === true ? failedWith(stopped.text) : stopped);
  }

  async failed(words: string): Promise<void> {
    if (this.#telling === null || this.#isBegun) await this.#broken(failedWith(words));
  }

  /** What it had said before comes first. */
  async #broken(end: Observation): Promise<void> {
    const { tell } = this.#options;
    for (const observation of this.#telling?.brokenOff() ?? []) await tell(observation);
    await tell(end);
  }
}

const failedWith = (text: string): Observation => ({
  ...{ kind: "stop_failed", errorClass: "server_error", resetsAt: null, text },
});

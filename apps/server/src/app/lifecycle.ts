import type { Logger } from "pino";
import type { Service } from "../kernel/module.ts";

/** Starts services in order; `stop` stops those that started, in reverse, each whatever the others do. */
export class Lifecycle {
  readonly #started: Service[] = [];
  readonly #log: Logger;
  #stopping: Promise<void> | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  async start(services: readonly Service[]): Promise<void> {
    for (const service of services) {
      await service.start?.();
      this.#started.push(service);
    }
  }

  /** Takes over a service that has started already. */
  adopt(service: Service): void {
    this.#started.push(service);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    for (const service of this.#started.reverse()) {
      try {
        await service.stop?.();
      } catch (error) {
        this.#log.error({ err: error, service: service.name }, "did not stop cleanly");
      }
    }
  }
}

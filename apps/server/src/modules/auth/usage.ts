import type { Logger } from "pino";
import type { Service } from "../../kernel/module.ts";

/** When each id was last used; written to the database now and then, never while a request waits. */
export interface Usage extends Service {
  note(id: string, at: Date): void;
  /** A use that is not written yet. */
  unwritten(id: string): Date | undefined;
}

interface UsageOptions {
  name: string;
  log: Logger;
  everyMs: number;
  write(uses: ReadonlyMap<string, Date>): Promise<void>;
}

export const createUsage = ({ name, log, everyMs, write }: UsageOptions): Usage => {
  let uses = new Map<string, Date>();
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  const writeNoted = async () => {
    if (uses.size === 0) return;
    const noted = uses;
    uses = new Map();
    await write(noted).catch((error: unknown) => {
      log.warn({ err: error }, `${name} could not be written`);
      // Tried again with the next ones, which are newer.
      uses = new Map([...noted, ...uses]);
    });
  };

  const flush = () => {
    writing = writing.then(writeNoted);
    return writing;
  };

  return {
    name,
    note: (id, at) => void uses.set(id, at),
    unwritten: (id) => uses.get(id),
    start() {
      timer = setInterval(() => void flush(), everyMs);
    },
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
};

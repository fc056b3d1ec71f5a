import type { LogLine } from "@signalbox/contract/logs";
import { AppError } from "../../kernel/errors.ts";
import { type LogFilter, lineReader } from "./log-line.ts";
import { beginsAt, type FoundLine, linesBefore, linesFrom } from "./log-scan.ts";
import { type OpenLog, withLogs } from "./open-logs.ts";

export interface LogReaderOptions {
  /** The file that is written now; what was put aside lies beside it. */
  path: string;
  /** How much is looked through for one page. */
  bytesPerPage?: number;
}

export interface LogPage {
  items: LogLine[];
  /** Where to read on: towards older lines, or towards newer ones. Null where nothing is left. */
  next: string | null;
}

/** Reads the log of this node, in bounded memory, while it is written and put aside. */
export interface LogReader {
  /** The newest lines before a position, the newest first. */
  before(position: string | undefined, filter: LogFilter, limit: number): Promise<LogPage>;
  /** The lines after a position, the oldest first; of a position that is no longer kept, all that are. */
  after(position: string, filter: LogFilter, limit: number): Promise<LogPage>;
  /** Where the log ends now; null where nothing was logged yet. */
  end(): Promise<string | null>;
}

const invalidPosition = () =>
  new AppError("invalid", "request.cursor_invalid", "The cursor is not one of this list");

export const createLogReader = ({ path, bytesPerPage = 8 * 1024 * 1024 }: LogReaderOptions): LogReader => ({
  before: (position, filter, limit) =>
    withLogs(path, async (logs) => {
      const start = await placeOf(logs, position);
      if (start === undefined) return { items: [], next: null };
      const page = new Page(filter, { limit, bytes: bytesPerPage });
      for (const [at, log] of logs.slice(start.at).entries()) {
        for await (const line of linesBefore(log, at === 0 ? start.offset : log.size)) {
          page.look(log, line);
          if (page.isFull) return { items: page.items, next: positionIn(log, line.start) };
        }
      }
      return { items: page.items, next: null };
    }),
  after: (position, filter, limit) =>
    withLogs(path, async (logs) => {
      const oldest = logs.length - 1;
      const start = (await placeOf(logs, position)) ?? { at: oldest, offset: 0 };
      const page = new Page(filter, { limit, bytes: bytesPerPage });
      let next = position;
      for (let at = start.at; at >= 0; at--) {
        const log = logs[at];
        if (log === undefined) break;
        for await (const line of linesFrom(log, at === start.at ? start.offset : 0)) {
          page.look(log, line);
          next = positionIn(log, line.end);
          if (page.isFull) return { items: page.items, next };
        }
      }
      return { items: page.items, next };
    }),
  end: () =>
    withLogs(path, async ([newest]) => {
      if (newest === undefined) return null;
      for await (const line of linesBefore(newest, newest.size)) return positionIn(newest, line.end);
      return null;
    }),
});

const positionIn = (log: OpenLog, offset: number): string => `${log.name}.${offset}`;

/** Where a position is now; undefined where its file is no longer kept. */
async function placeOf(logs: readonly OpenLog[], position: string | undefined) {
  if (position === undefined) {
    const [newest] = logs;
    return newest === undefined ? undefined : { at: 0, offset: newest.size };
  }
  const [name, digits] = position.split(".");
  const at = logs.findIndex((log) => log.name === name);
  const log = logs[at];
  if (log === undefined) return undefined;
  const offset = Number(digits);
  if (!(await beginsAt(log, offset))) throw invalidPosition();
  return { at, offset };
}

/** A page on its way: what fits, and how much was looked through for it. */
class Page {
  readonly items: LogLine[] = [];
  readonly #limit: number;
  readonly #read: ReturnType<typeof lineReader>;
  #bytesLeft: number;

  constructor(filter: LogFilter, { limit, bytes }: { limit: number; bytes: number }) {
    this.#limit = limit;
    this.#bytesLeft = bytes;
    this.#read = lineReader(filter);
  }

  get isFull(): boolean {
    return this.items.length >= this.#limit || this.#bytesLeft <= 0;
  }

  look(log: OpenLog, { text, start, end }: FoundLine): void {
    this.#bytesLeft -= end - start;
    const line = this.#read(text);
    if (line !== undefined) this.items.push({ position: positionIn(log, end), ...line });
  }
}

import { styleText } from "node:util";
import { wantsColour } from "./config.ts";

/** Where a command speaks to; tests pass their own. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** Plain output is wanted where this is false. */
  isTerminal: boolean;
  hasColour: boolean;
  /** How wide a line may be; Infinity where it is no terminal. */
  columns: number;
  now(): Date;
  /** Asks for what must not be shown while it is typed. */
  readSecret(question: string): Promise<string>;
  /** Asks for a line; null where no more can come. */
  readLine(question: string): Promise<string | null>;
  /** From the first call on, Ctrl-C does not end the process but aborts this; so does losing the reader. */
  stopSignal(): AbortSignal;
}

export type Colour = Parameters<typeof styleText>[0];

export const painted = (io: Io, colour: Colour, text: string): string =>
  io.hasColour ? styleText(colour, text, { validateStream: false }) : text;

/** The terminal this process runs in. */
export function processIo(): Io {
  const { stdout, stderr } = process;
  const stopping = new AbortController();
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Whoever read us (`| head`) has enough.
    if (error.code !== "EPIPE") throw error;
    stopping.abort();
  });
  const isTerminal = stdout.isTTY === true;
  return {
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
    isTerminal,
    hasColour: isTerminal && wantsColour(),
    columns: isTerminal ? stdout.columns : Number.POSITIVE_INFINITY,
    now: () => new Date(),
    readSecret: async (question) => (await import("./read-secret.ts")).readSecret(question),
    readLine: async (question) => (await import("./read-line.ts")).readLine(question),
    stopSignal: () => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
      return stopping.signal;
    },
  };
}

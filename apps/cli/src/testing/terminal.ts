import type { CliConfig } from "../config.ts";
import type { Io } from "../io.ts";
import { run } from "../run.ts";

/** What a command said, and how it ended. */
export interface Said {
  code: number;
  out: string;
  err: string;
}

/** Runs command lines in this process as a person would in a terminal of theirs. */
export function commandLine(config: CliConfig, io: Partial<Io> = {}) {
  return async (...args: string[]): Promise<Said> => {
    const said = { out: "", err: "" };
    const code = await run(args, {
      config,
      io: {
        out: (text) => {
          said.out += `${text}\n`;
        },
        err: (text) => {
          said.err += `${text}\n`;
        },
        isTerminal: false,
        hasColour: false,
        columns: Number.POSITIVE_INFINITY,
        now: () => new Date(),
        readSecret: async () => "",
        readLine: async () => null,
        stopSignal: () => new AbortController().signal,
        ...io,
      },
    });
    return { code, ...said };
  };
}

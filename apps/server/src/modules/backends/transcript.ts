import type { Signal } from "./signal.ts";

/** Reads one transcript line by line. It keeps what later lines need to be understood. */
export interface TranscriptReader {
  /** What a line tells, in order; nothing for one that is of no interest or unknown. */
  read(line: unknown): Signal[];
  /** What is certain only when nothing followed for a while, such as that the agent has stopped. */
  rest(): Signal[];
  /** What it takes to go on later, as JSON. */
  state(): unknown;
}

/** How a CLI writes down what happens. */
export interface TranscriptFormat {
  /** Whether a line may tell anything: a look at its text, for most lines need not be parsed. */
  tells(line: string): boolean;
  /** The folder of the transcripts of a session's child agents, where they have files of their own. */
  childFolder?(path: string): string;
  /** Where sessions are written under the folder of the CLI: a pattern for each step of the path, the file last. */
  files: readonly RegExp[];
  /** A reader that goes on from `state`, or begins where it is null or not its own. */
  open(path: string, state: unknown): TranscriptReader;
}

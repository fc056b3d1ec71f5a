import type { Signal } from "./signal.ts";

/** Reads one transcript line by line, a store change by change. It keeps what later lines need to be understood. */
export interface TranscriptReader {
  /** What a line tells, in order; nothing for one that is of no interest or unknown. */
  read(line: unknown): Signal[];
  /** What was not told until it was seen what follows, now that all that is there was read. */
  caughtUp?(): Signal[];
  /** What is certain only when nothing followed for a while, such as that the agent has stopped. */
  rest(): Signal[];
  /** What it takes to go on later, as JSON. */
  state(): unknown;
}

/** How a CLI writes down what happens: into files of lines, or into a store of its own. */
export type TranscriptFormat = LineFormat | StoreFormat;

/** A file for each session, to which the CLI adds lines. */
export interface LineFormat {
  kind: "lines";
  /** Whether a line may tell anything: a look at its text, for most lines need not be parsed. */
  tells(line: string): boolean;
  /** The folder of the transcripts of a session's child agents, where they have files of their own. */
  childFolder?(path: string): string;
  /** Where sessions are written under the folder of the CLI: a pattern for each step of the path, the file last. */
  files: readonly RegExp[];
  /** A reader that goes on from `state`, or begins where it is null or not its own. */
  open(path: string, state: unknown): TranscriptReader;
}

/** A session, or a child agent of it, in a store. */
export interface StoredLog {
  /** Where its session's words are: the store with the session's id behind a `#`. */
  path: string;
  sessionId: string;
  child: { id: string; type: string | null } | null;
}

/** A SQLite database for all sessions, each of which has a log of numbered changes. */
export interface StoreFormat {
  kind: "store";
  queries: StoreQueries;
  /** Whether a change may tell anything: a look at its text. */
  tells(line: string): boolean;
  open(log: StoredLog, state: unknown): TranscriptReader;
}

/** What is asked of a store. Each takes an index, and cuts what is long before it leaves the database. */
export interface StoreQueries {
  /** `newest`: how many changes a session has; nothing for one that is not there. Takes its id. */
  newest: string;
  /** `id` of a session's change. Takes the session's id and the number of the change. */
  mark: string;
  /** `number`, `id` and `line` of a session's changes, in order; a line is null that is too long. Takes its id, the first number, how many. */
  changes: string;
  /** `id` and `type` of the sessions that a session started, and of those that they did. Takes its id. */
  children: string;
  /** `id`, `changes`, `began`, `at` and `cwd` of the sessions written to between two times, the newest first. Takes both, how many. */
  sessions: string;
}

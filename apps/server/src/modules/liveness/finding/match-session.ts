import type { Backend } from "@signalbox/contract/common";
import type { RecentTranscript } from "../../agents/index.ts";
import type { Registered } from "../../backends/index.ts";

/** A process of a CLI, with all that it tells of the session it has open. */
export interface CliProcess {
  backend: Backend;
  pid: number;
  birth: string;
  startedAt: number;
  cwd: string | null;
  /** Where its CLI keeps its things. */
  folder: string;
  pane: string | null;
  registered: Registered | null;
  /** Its CLI writes down what its processes have open: one of which nothing is written has none. */
  registers: boolean;
  /** Whether it runs without a terminal; null where that is not told. */
  headless: boolean | null;
  /** Where a registered session is written. */
  registeredPath: string | null;
  /** The session that its command line goes on with. */
  named: string | null;
  /** The transcript that it holds open. */
  openFile: { path: string; sessionId: string } | null;
}

/** What a process was found to have open, and how; or why that can't be told. */
export type Match =
  | { kind: "session"; sessionId: string; transcriptPath: string | null; by: string }
  | { kind: "doubt"; reason: string };

interface Surroundings {
  /** Other processes of the CLI in that folder, of which nothing better is known either. */
  beside: number;
  /** Transcripts of the CLI that were written since the process began, the newest first. */
  recent: readonly RecentTranscript[];
  /** Sessions that another process has open. */
  taken: ReadonlySet<string>;
}

/** When processes began is known to the second. */
const clockSlackMs = 2_000;

const doubt = (reason: string): Match => ({ kind: "doubt", reason });

/** What a process says itself of the session it has open; null where it says nothing. */
export function ownWord({ registered, registeredPath, openFile, named }: CliProcess): Match | null {
  if (registered !== null) {
    const { sessionId } = registered;
    return { kind: "session", sessionId, transcriptPath: registeredPath, by: "the CLI's own register" };
  }
  if (openFile !== null) {
    const { sessionId, path } = openFile;
    return { kind: "session", sessionId, transcriptPath: path, by: "the transcript it holds open" };
  }
  return named === null
    ? null
    : { kind: "session", sessionId: named, transcriptPath: null, by: "its command line" };
}

/**
 * The session of a process that does not tell it: the only one that was written in its folder since it began, where no
 * other process can have written it.
 */
export function matchByFolder(process: CliProcess, { beside, recent, taken }: Surroundings): Match {
  const { cwd, registers, headless, startedAt } = process;
  if (registers) return doubt("its CLI has not written down which session it has open");
  if (cwd === null) return doubt("its folder can't be read");
  if (beside > 0)
    return doubt(`${beside + 1} processes are in its folder, and none says which session is its own`);
  const isAlike = (one: RecentTranscript) =>
    headless === null || one.headless === null || one.headless === headless;
  const begunHere = ({ began }: RecentTranscript) => began === null || began >= startedAt - clockSlackMs;
  const [own, another] = recent.filter(
    (one) => one.cwd === cwd && !taken.has(one.sessionId) && isAlike(one) && begunHere(one),
  );
  if (own === undefined) return doubt("no session was written in its folder since it began");
  if (another !== undefined) return doubt("several sessions were written in its folder since it began");
  const { sessionId, path } = own;
  return {
    kind: "session",
    sessionId,
    transcriptPath: path,
    by: "the only session written in its folder since it began",
  };
}

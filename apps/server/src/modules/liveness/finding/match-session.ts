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
  /** Its CLI begins a session as it starts, whenever that has its first prompt. */
  beginsSession: boolean;
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
  beside: readonly Pick<CliProcess, "startedAt">[];
  /** Transcripts of the CLI that were written since the process began, the newest first. */
  recent: readonly RecentTranscript[];
  /** Sessions that another process has open. */
  taken: ReadonlySet<string>;
}

/** When processes began is known to the second. */
const clockSlackMs = 2_000;
/** From its start until a process has begun its session; later it waits for an answer of its person. */
const beginsWithinMs = 5_000;

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
  const isAlike = (one: RecentTranscript) =>
    headless === null || one.headless === null || one.headless === headless;
  const begunHere = ({ began }: RecentTranscript) => began === null || began >= startedAt - clockSlackMs;
  const possible = recent.filter(
    (one) => one.cwd === cwd && !taken.has(one.sessionId) && isAlike(one) && begunHere(one),
  );
  if (beside.length > 0) return matchByStart(process, possible, beside);
  const [own, another] = possible;
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

/** Of several processes in a folder it is the only one that had just started when the session began. */
function matchByStart(
  process: CliProcess,
  possible: readonly RecentTranscript[],
  beside: readonly Pick<CliProcess, "startedAt">[],
): Match {
  const isOf = ({ startedAt }: Pick<CliProcess, "startedAt">, { began }: RecentTranscript) =>
    began !== null && began >= startedAt - clockSlackMs && began <= startedAt + beginsWithinMs;
  const [own, another] = process.beginsSession ? possible.filter((one) => isOf(process, one)) : [];
  if (own === undefined || another !== undefined || beside.some((one) => isOf(one, own)))
    return doubt(`${beside.length + 1} processes are in its folder, and none says which session is its own`);
  const { sessionId, path } = own;
  const by = "the session that began as it started";
  return { kind: "session", sessionId, transcriptPath: path, by };
}

import type { Backend } from "@signalbox/contract/common";
import { newId } from "../../../kernel/ids.ts";
import type { Observation } from "../../backends/index.ts";
import type { Heard } from "../intake/heard.ts";

/** A process that has a session open, found without a hook. */
export interface FoundSession {
  backend: Backend;
  sessionId: string;
  pid: number;
  birth: string;
  pane: string | null;
  startedAt: Date;
  cwd: string | null;
  /** Null where it is not known where the session is written. */
  transcriptPath: string | null;
  /** How the two were found to belong together. */
  by: string;
}

interface Telling {
  event: string;
  at: Date;
  identity: string;
  observation: Observation;
  transcriptPath?: string | null;
}

/** What the writer hears of a process that was found: one signal, however often it is told. */
function hearOf(found: FoundSession, { event, at, identity, observation, transcriptPath }: Telling): Heard {
  const { backend, sessionId, pid, pane, cwd, by } = found;
  const payload = { pid, pane, cwd, by, transcript: transcriptPath ?? null };
  return {
    ...{ id: newId(), backend, event, at, correlationId: newId(), payload, testId: null },
    size: JSON.stringify(payload).length,
    signal: {
      ...{ backend, source: "process", event, at, sessionId, cwd, observation },
      ...{ child: null, promptId: null, model: null, spent: null },
      process: { pid, pane, entry: null },
      transcriptPath: transcriptPath ?? null,
      ownIdentity: identity,
    },
    marks: { signalId: null, fingerprint: identity },
  };
}

const nameOf = ({ pid, birth }: FoundSession) => `${pid}:${birth}`;

interface When {
  /** When the session began, as far as it is known. */
  at: Date;
  now: Date;
  /** The process had another session before, which was cleared. */
  cleared: boolean;
}

/** That a process has the session open. Told again within a minute it is the same word. */
export const hearFound = (found: FoundSession, { at, now, cleared }: When): Heard =>
  hearOf(found, {
    ...{ event: "ProcessFound", at, identity: `found:${nameOf(found)}:${now.toISOString().slice(0, 16)}` },
    observation: { kind: "session_started", source: cleared ? "clear" : "resume" },
  });

/** Where it is written, once that is followed from the right place. */
export const hearWritten = (found: FoundSession, at: Date): Heard =>
  hearOf(found, {
    ...{ event: "TranscriptFound", at, identity: `written:${nameOf(found)}` },
    ...{ observation: { kind: "other" }, transcriptPath: found.transcriptPath },
  });

/** That a dialog waits in its terminal of which no hook told. */
export const hearWaiting = (found: FoundSession, since: Date): Heard =>
  hearOf(found, {
    ...{ event: "DialogFound", at: since, identity: `waits:${nameOf(found)}:${since.getTime()}` },
    observation: { kind: "noticed", notice: "permission_prompt", message: "" },
  });

/** That it has left the session for another one. */
export const hearCleared = (found: FoundSession, at: Date): Heard =>
  hearOf(found, {
    ...{ event: "SessionLeft", at, identity: `left:${nameOf(found)}:${at.getTime()}` },
    observation: { kind: "session_ended", reason: "clear" },
  });

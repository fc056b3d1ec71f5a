import { hashText, newId } from "../../../kernel/ids.ts";
import type { Heard } from "../intake/heard.ts";
import type { WatchedProcess } from "./watched.repository.ts";

/** The signal's name, where the CLIs' own events have theirs. */
export const processGoneEvent = "ProcessGone";

export type GoneProcess = Pick<WatchedProcess, "backend" | "sessionId" | "processId" | "pid" | "pane"> & {
  reason: string;
};

/**
 * What the writer hears of a process that is gone. Whoever finds it out tells the same: one signal, however often it
 * is told.
 */
export function hearProcessGone(gone: GoneProcess, at: Date): Heard {
  const { backend, sessionId, processId, pid, pane, reason } = gone;
  const payload = { pid, pane, reason };
  return {
    id: newId(),
    backend,
    event: processGoneEvent,
    at,
    correlationId: newId(),
    payload,
    size: JSON.stringify(payload).length,
    signal: {
      backend,
      source: "process",
      event: processGoneEvent,
      at,
      sessionId,
      child: null,
      promptId: null,
      process: { pid, pane, entry: null },
      cwd: null,
      model: null,
      transcriptPath: null,
      ownIdentity: `gone:${processId}`,
      observation: { kind: "process_gone", pid, reason },
      spent: null,
    },
    testId: null,
    marks: { signalId: null, fingerprint: hashText(processId) },
  };
}

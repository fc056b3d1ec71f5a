import type { Backend } from "@signalbox/contract/common";
import type { Observation, Signal } from "./signal.ts";

/** What a transcript's lines share, and one of them tells. */
export interface ToldByLine {
  backend: Backend;
  /** What the line is, in the CLI's word. */
  type: string;
  at: Date;
  sessionId: string;
  child?: Signal["child"];
  promptId: string | null;
  entry?: string | null;
  cwd: string | null;
  model: string | null;
  /** Null for a child's: its session has one of its own. */
  path: string | null;
  observation: Observation;
  /** The CLI's own id of the thing, by which it is known again; null where it has none. */
  thing: string | null;
  spent?: Signal["spent"];
}

/** A line of a transcript as a signal. */
export const lineSignal = (told: ToldByLine): Signal => ({
  backend: told.backend,
  source: "transcript",
  event: `transcript: ${told.type}`,
  at: told.at,
  sessionId: told.sessionId,
  child: told.child ?? null,
  promptId: told.promptId,
  process: { pid: null, pane: null, entry: told.entry ?? null },
  cwd: told.cwd,
  model: told.model,
  transcriptPath: told.path,
  ownIdentity: told.thing ?? `${told.observation.kind}:${told.at.getTime()}`,
  observation: told.observation,
  spent: told.spent ?? null,
});

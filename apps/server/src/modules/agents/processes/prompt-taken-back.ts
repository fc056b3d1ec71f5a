import { hashText, newId } from "../../../kernel/ids.ts";
import type { Heard } from "../intake/heard.ts";
import type { WatchedProcess } from "./watched.repository.ts";

export type TakenBack = Pick<
  WatchedProcess,
  "backend" | "sessionId" | "processId" | "pid" | "pane" | "stateSince"
>;

/** What the writer hears of a pane that shows its prompt in the input again: one signal, however often it is seen. */
export function hearPromptTakenBack(seen: TakenBack, at: Date): Heard {
  const { backend, sessionId, processId, pid, pane, stateSince } = seen;
  const event = "PromptTakenBack";
  const identity = `taken_back:${processId}:${stateSince.toISOString()}`;
  const payload = { pid, pane };
  return {
    ...{ id: newId(), backend, event, at, correlationId: newId(), payload, testId: null },
    size: JSON.stringify(payload).length,
    signal: {
      ...{ backend, source: "terminal", event, at, sessionId },
      ...{ child: null, promptId: null, cwd: null, model: null, transcriptPath: null, spent: null },
      process: { pid, pane, entry: null },
      ownIdentity: identity,
      observation: { kind: "taken_back" },
    },
    marks: { signalId: null, fingerprint: hashText(identity) },
  };
}

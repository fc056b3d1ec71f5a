import type { Backend } from "@signalbox/contract/common";
import { hashText, newId } from "../../../kernel/ids.ts";
import { redactText } from "../../../kernel/redact.ts";
import type { Observation } from "../../backends/index.ts";
import type { Heard } from "../intake/heard.ts";

/** That a turn did not come to its end, as its protocol told. */
export type StoppedOver = ({ kind: "interrupted" } | { kind: "failed"; text: string }) & {
  backend: Backend;
  sessionId: string;
  pid: number;
  /** Tells it from other turns. */
  identity: string;
};

const event = "StoppedOverProtocol";

/** What the writer hears of it. */
export function hearStoppedOver(stopped: StoppedOver, at: Date): Heard {
  const { backend, sessionId, pid, identity } = stopped;
  const observation = observationOf(stopped);
  const payload = { pid, ...observation };
  return {
    ...{ id: newId(), backend, event, at, correlationId: newId(), payload, testId: null },
    size: JSON.stringify(payload).length,
    signal: {
      ...{ backend, source: "protocol", event, at, sessionId, observation },
      ...{ child: null, promptId: null, cwd: null, model: null, transcriptPath: null, spent: null },
      process: { pid, pane: null, entry: null },
      ownIdentity: `stopped:${identity}`,
    },
    marks: { signalId: null, fingerprint: hashText(identity) },
  };
}

function observationOf(stopped: StoppedOver): Observation {
  if (stopped.kind === "interrupted") return { kind: "interrupted" };
  const text = redactText(stopped.text).slice(0, 4_000);
  return { kind: "stop_failed", errorClass: "server_error", text, resetsAt: null };
}

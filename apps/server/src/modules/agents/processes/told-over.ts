import type { Backend } from "@signalbox/contract/common";
import { hashText, newId } from "../../../kernel/ids.ts";
import { clipJson, keptOfForeign } from "../../../kernel/json.ts";
import { redactText, redactValue } from "../../../kernel/redact.ts";
import type { Observation } from "../../backends/index.ts";
import type { Heard } from "../intake/heard.ts";

/** What an agent without a terminal did, as its protocol told. */
export interface ToldOver {
  backend: Backend;
  sessionId: string;
  cwd: string;
  pid: number;
  /** Tells it from all else that is told. */
  identity: string;
  observation: Observation;
}

const event = "ToldOverProtocol";

/** What the writer hears of it. */
export function hearToldOver(told: ToldOver, at: Date): Heard {
  const { backend, sessionId, cwd, pid, identity } = told;
  const observation = stored(told.observation);
  const payload = { pid, ...observation };
  return {
    ...{ id: newId(), backend, event, at, correlationId: newId(), payload, testId: null },
    size: JSON.stringify(payload).length,
    signal: {
      ...{ backend, source: "protocol", event, at, sessionId, cwd, observation },
      ...{ child: null, promptId: null, model: null, transcriptPath: null, spent: null },
      process: { pid, pane: null, entry: null },
      ownIdentity: `told:${identity}`,
    },
    marks: { signalId: null, fingerprint: hashText(identity) },
  };
}

const clipped = (value: unknown): unknown => redactValue(clipJson(value, keptOfForeign));
const clippedText = (text: string): string => String(clipped(text));

/** As it would be stored, had a hook told it. */
function stored(observation: Observation): Observation {
  switch (observation.kind) {
    case "prompted":
    case "said":
    case "stopped":
      return { ...observation, text: clippedText(observation.text) };
    case "stop_failed":
      return { ...observation, text: redactText(observation.text).slice(0, 4_000) };
    case "tool_started":
      return { ...observation, input: clipped(observation.input) };
    case "tool_finished":
      return { ...observation, input: clipped(observation.input), result: clipped(observation.result) };
    default:
      return observation;
  }
}

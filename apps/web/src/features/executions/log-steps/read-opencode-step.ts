import type { LogLine } from "@signalbox/contract/executions";
import { clock } from "../../../lib/format.ts";
import { type JsonRecord, numberIn, textIn } from "../../../lib/json.ts";
import { noSummary, nothing, placeOf, type ReadLine, type ReadStep, recordAt, rowsOf } from "./step.ts";

/** A step as `opencode run --format json` prints it, and the bridge to its server. */
export const readOpencodeStep: ReadStep = (line, record) => {
  if (textIn(record, "sessionID") === null) return null;
  const place = placeOf(line);
  const part = recordAt(record, "part");
  switch (textIn(record, "type")) {
    case "step_start":
      return nothing;
    case "text":
      return rowsOf({ ...place, kind: "said", text: textIn(part, "text") ?? "" });
    case "reasoning":
      return rowsOf({ ...place, kind: "thought", text: textIn(part, "text") ?? "" });
    case "tool_use":
      return called(line, part);
    case "child_step_finish":
      return nothing;
    case "retry":
      return rowsOf({
        ...{ ...place, kind: "said" },
        text: `The model is asked again${whenOf(record)}: ${textIn(record, "message") ?? ""}`,
      });
    case "step_finish":
      return textIn(part, "reason") === "stop"
        ? rowsOf({ ...place, kind: "over", failed: false, text: null, summary: noSummary })
        : nothing;
    case "error": {
      const error = recordAt(record, "error");
      const text = textIn(recordAt(error, "data"), "message") ?? textIn(error, "name");
      return rowsOf({ ...place, kind: "over", failed: true, text, summary: noSummary });
    }
    default:
      return null;
  }
};

const whenOf = (record: JsonRecord): string => {
  const next = numberIn(record, "next");
  return next === null || Number.isNaN(new Date(next).getTime()) ? "" : ` at ${clock(next)}`;
};

/** A call is told once it came back. */
function called(line: LogLine, part: JsonRecord): ReadLine {
  const state = recordAt(part, "state");
  const [id, name] = [textIn(part, "callID") ?? placeOf(line).key, textIn(part, "tool") ?? "A tool"];
  const result = {
    content: textIn(state, "output") ?? textIn(state, "error") ?? "",
    failed: textIn(state, "status") !== "completed",
  };
  return rowsOf({ ...placeOf(line), kind: "call", id, name, input: state.input, result });
}

import { type JsonObject, objectAt, textAt } from "../../kernel/json.ts";

/** What `opencode run --format json` prints of the parts of an answer, each once, as soon as it is whole. */
const printed: ReadonlyMap<string, string> = new Map([
  ["step-start", "step_start"],
  ["step-finish", "step_finish"],
  ["text", "text"],
  ["tool", "tool_use"],
]);

const isWhole = (part: JsonObject): boolean => {
  switch (textAt(part, "type")) {
    // What was asked has no time.
    case "text":
      return objectAt(part, "time").end !== undefined;
    case "tool":
      return ["completed", "error"].includes(textAt(objectAt(part, "state"), "status") ?? "");
    default:
      return true;
  }
};

/** The lines of a session that its events come to. */
export class OpencodeEvents {
  readonly #sessionId: string;
  readonly #told = new Set<string>();

  constructor(sessionId: string) {
    this.#sessionId = sessionId;
  }

  /** Null where an event is no line. */
  lineOf(type: string, properties: JsonObject): JsonObject | null {
    const sessionID = this.#sessionId;
    if (type === "message.part.updated") return this.#partOf(objectAt(properties, "part"));
    if (textAt(properties, "sessionID") !== sessionID) return null;
    if (type === "session.error") return { type: "error", sessionID, error: properties.error };
    const status = objectAt(properties, "status");
    if (type !== "session.status" || textAt(status, "type") !== "retry") return null;
    return { ...status, type: "retry", sessionID };
  }

  #partOf(part: JsonObject): JsonObject | null {
    const [kind, id] = [textAt(part, "type") ?? "", textAt(part, "id") ?? ""];
    const type = printed.get(kind);
    const isOwn = textAt(part, "sessionID") === this.#sessionId;
    // What its subagents take is paid for, too; what they say is theirs.
    if (type === undefined || !isWhole(part) || this.#told.has(id)) return null;
    if (!isOwn && kind !== "step-finish") return null;
    this.#told.add(id);
    return isOwn
      ? { type, sessionID: this.#sessionId, part }
      : { type: "child_step_finish", sessionID: this.#sessionId, part };
  }
}

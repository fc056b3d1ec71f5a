import { isObject, type JsonObject, listAt, objectAt, textAt } from "../../kernel/json.ts";
import { aboutOf, ownName, toolOf } from "./acp-call.ts";
import { mostText, tell } from "./bridge-line.ts";

interface Call {
  told: JsonObject;
  isShown: boolean;
  isOver: boolean;
}

/** The calls of a session, each of which is told in parts. */
export class AcpCalls {
  readonly #calls = new Map<string, Call>();

  updated(update: JsonObject): void {
    const id = textAt(update, "toolCallId");
    if (id === null) return;
    const call = this.#calls.get(id) ?? { told: {}, isShown: false, isOver: false };
    // A title that comes behind may be made up by a model: the first is the call's own.
    const title = textAt(call.told, "title") === null ? {} : { title: call.told.title };
    call.told = { ...call.told, ...update, ...title };
    this.#calls.set(id, call);
    if (Object.keys(objectAt(call.told, "rawInput")).length > 0) this.#show(id, call);
    const status = textAt(update, "status");
    if (call.isOver || (status !== "completed" && status !== "failed")) return;
    this.#show(id, call);
    call.isOver = true;
    tell({ type: "tool_over", id, failed: status === "failed", output: outputOf(update) });
  }

  /** What a request for permission is about, with all that was told of its call before. */
  asked(asked: JsonObject): { name: string | null; call: JsonObject; tool: string; about: string } {
    const id = textAt(asked, "toolCallId") ?? "";
    const before = this.#calls.get(id)?.told ?? {};
    const call = { ...before, ...asked };
    return { name: ownName(before), call, tool: toolOf(call), about: aboutOf(call) };
  }

  #show(id: string, call: Call): void {
    if (call.isShown) return;
    call.isShown = true;
    tell({ type: "tool", id, tool: toolOf(call.told), input: objectAt(call.told, "rawInput") });
  }
}

function outputOf(update: JsonObject): string {
  const texts = listAt(update, "content")
    .filter(isObject)
    .flatMap((part) => textAt(objectAt(part, "content"), "text") ?? []);
  const raw = update.rawOutput;
  const text =
    texts.length > 0 ? texts.join("\n") : typeof raw === "string" ? raw : JSON.stringify(raw ?? "");
  return text.slice(0, mostText);
}

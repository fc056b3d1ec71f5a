import type { Question } from "@signalbox/contract/agents";
import type { AnswerContent } from "@signalbox/contract/answers";
import { isObject, type JsonObject, listAt, objectAt, textAt } from "../../kernel/json.ts";
import { describeCall, firstLine } from "./describe-call.ts";
import type { AcpQuestion, AcpReply } from "./headless-cli.ts";
import type { AskedQuestion } from "./signal.ts";

/** What a CLI that speaks the Agent Client Protocol asks: `session/request_permission`, as it came. */
export function acpAsks(request: JsonObject): AcpQuestion {
  const call = objectAt(request, "toolCall");
  const question = questionOf(call);
  const options = listAt(request, "options").filter(isObject);
  return {
    question,
    childId: null,
    useId: textAt(call, "toolCallId"),
    isAbout: (heard) => isSame(heard, question),
    unable: (content) => unableToTell(options, content),
    remembers: nameOfOption(options, "allow_always"),
    replyTo: (content) => outcomeOf(options, content),
  };
}

/** The tools by what the protocol calls their kind; the calls themselves have a title alone. */
const tools: ReadonlyMap<string, string> = new Map([
  ["execute", "Bash"],
  ["edit", "Edit"],
  ["read", "Read"],
]);
/** And by the titles of goose, which tells no kind. */
const titled: ReadonlyMap<string, string> = new Map([
  ["shell", "Bash"],
  ["write", "Write"],
  ["edit", "Edit"],
]);

/** A call in the words of every CLI. */
export function callOf(call: JsonObject): { tool: string; input: JsonObject; path: string | null } {
  const title = nameOf(call) ?? textAt(call, "title") ?? "";
  const kind = textAt(call, "kind") ?? "";
  const raw = objectAt(call, "rawInput");
  const path = pathOf(call, raw);
  const tool = tools.get(kind) ?? titled.get(title) ?? (title === "" ? "a tool" : firstLine(title));
  const command = tool === "Bash" ? { command: textAt(raw, "command") ?? title } : {};
  const named = path === null ? {} : { file_path: path };
  return { tool, path, input: { ...raw, ...command, ...named, ...changeOf(call, raw) } };
}

/** What goose calls the tool, where its title tells of the call. */
const nameOf = (call: JsonObject): string | null =>
  textAt(objectAt(objectAt(objectAt(call, "_meta"), "goose"), "toolCall"), "toolName");

function questionOf(call: JsonObject): AskedQuestion {
  const title = textAt(call, "title") ?? "";
  const { tool, input, path } = callOf(call);
  const isNamed = tool === "Bash" || path !== null;
  const text = isNamed || title === "" ? describeCall(tool, input) : firstLine(title);
  return { kind: "permission", tool, input, text, parts: [], plan: null, terminalOnly: false };
}

/** The file that a call is about, where it is about one. */
function pathOf(call: JsonObject, raw: JsonObject): string | null {
  const [place] = listAt(call, "locations").filter(isObject);
  return (
    textAt(raw, "filepath") ??
    textAt(raw, "filePath") ??
    textAt(raw, "file_path") ??
    textAt(raw, "path") ??
    textAt(diffIn(call), "path") ??
    textAt(place ?? {}, "path")
  );
}

const diffIn = (call: JsonObject): JsonObject =>
  listAt(call, "content")
    .filter(isObject)
    .find(({ type }) => type === "diff") ?? {};

/** What a file would become, for whoever decides. */
function changeOf(call: JsonObject, raw: JsonObject): JsonObject {
  const diff = diffIn(call);
  const before = textAt(diff, "oldText") ?? textAt(raw, "before");
  const after = textAt(diff, "newText") ?? textAt(raw, "after");
  return after === null ? {} : { old_string: before ?? "", new_string: after };
}

/** A hook tells the same with other fields; the words are made of the same command or file. */
const isSame = (
  heard: Pick<Question, "kind" | "tool" | "text" | "input">,
  { text, tool }: AskedQuestion,
): boolean => heard.kind === "permission" && heard.tool === tool && heard.text === text;

/** Options are told by their kind: their ids are each CLI's own. Of several of a kind none is meant more than another. */
export const optionOf = (options: readonly JsonObject[], kind: string): string | null => {
  const [found, ...others] = options.filter((option) => option.kind === kind);
  return found === undefined || others.length > 0 ? null : textAt(found, "optionId");
};

function unableToTell(options: readonly JsonObject[], content: AnswerContent): string | null {
  if (content.kind === "deny") return unableToRefuse(content);
  if (content.kind !== "allow") return "over its protocol it asks for permissions alone";
  if (content.input !== undefined) return "over its protocol it takes no other input";
  const kind = content.remember === true ? "allow_always" : "allow_once";
  if (optionOf(options, kind) !== null) return null;
  return content.remember === true
    ? "it offers nothing to remember here"
    : "it offers no way to allow this once";
}

/** As the CLI words it. */
const nameOfOption = (options: readonly JsonObject[], kind: string): string | undefined =>
  options
    .filter((option) => option.kind === kind)
    .map((option) => textAt(option, "name") ?? "")
    .find((name) => name !== "" && name !== kind);

export const unableToRefuse = ({ message }: Extract<AnswerContent, { kind: "deny" }>): string | null =>
  message === undefined
    ? null
    : "over its protocol it takes no words with a refusal: say them once it was refused";

/** The wait for an answer is given up: the turn is stopped. */
export const acpCancelled: AcpReply = { outcome: { outcome: "cancelled" } };

function outcomeOf(options: readonly JsonObject[], content: AnswerContent): AcpReply {
  return chosen(optionOf(options, kindOf(content)));
}

/** Nothing is chosen that is not offered. */
export const chosen = (optionId: string | null): AcpReply =>
  optionId === null ? acpCancelled : { outcome: { outcome: "selected", optionId } };

const kindOf = (content: AnswerContent): string => {
  if (content.kind !== "allow") return "reject_once";
  return content.remember === true ? "allow_always" : "allow_once";
};

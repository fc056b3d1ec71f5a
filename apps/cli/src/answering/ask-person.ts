import type { AnswerContent } from "@signalbox/contract/answers";
import type { AttentionItem } from "@signalbox/contract/attention";
import { type Io, painted } from "../io.ts";
import { clean, cleanJson, cleanOr } from "../text/clean.ts";
import { ago } from "../text/when.ts";
import { type Decision, hintFor, type Reading, readChoice, readVerdict, readWords } from "./read-answer.ts";

/** Shows what is asked, and asks until an answer is typed that fits. */
export async function askPerson(io: Io, item: AttentionItem): Promise<Decision> {
  show(io, item);
  const { question } = item;
  const canRemember = item.way?.canRemember ?? false;
  const takesWords = item.way?.takesWords ?? false;
  if (question.kind === "options") return askParts(io, item);
  if (question.kind === "text") return typed(io, "your words, or /skip, /quit: ", readWords);
  const remembers = canRemember ? item.way?.remembers : undefined;
  if (remembers !== undefined) io.err(`Always would allow: ${clean(remembers)}`);
  return typed(io, `${hintFor(question, { canRemember, takesWords })}: `, (line) =>
    readVerdict(line, question, canRemember),
  );
}

function show(io: Io, { question, agentTitle, backend, projectName, since }: AttentionItem): void {
  const who = [backend, projectName, agentTitle]
    .map((word) => cleanOr(word, ""))
    .filter((word) => word !== "");
  io.err(`\n${painted(io, "dim", `${who.join(" · ")} · waits for ${ago(since, io.now())}`)}`);
  if (question.kind !== "options") io.err(painted(io, "bold", clean(question.text)));
  // The words above may leave something out; who allows it sees all of it.
  if (question.kind === "permission" && question.input !== null) io.err(cleanJson(question.input, 2));
  if (question.plan !== null) io.err(question.plan.split("\n").map(clean).join("\n"));
}

async function askParts(io: Io, { question }: AttentionItem): Promise<Decision> {
  const answers: string[][] = [];
  for (const part of question.parts) {
    io.err(painted(io, "bold", clean(part.text)));
    for (const [at, { label, description }] of part.options.entries())
      io.err(
        `  ${at + 1}. ${clean(label)}${description === null ? "" : painted(io, "dim", ` ${clean(description)}`)}`,
      );
    const choice = await typed(io, `${hintFor({ ...question, parts: [part] }, noMore)}: `, (line) =>
      readChoice(line, part),
    );
    if (choice.kind !== "chosen") return choice;
    answers.push(choice.labels);
  }
  return { kind: "answer", content: { kind: "options", answers } };
}

async function typed<T>(
  io: Io,
  hint: string,
  read: (line: string) => Reading<T>,
): Promise<T | { kind: "quit" }> {
  for (;;) {
    const line = await io.readLine(hint);
    if (line === null) return { kind: "quit" };
    const reading = read(line);
    if ("value" in reading) return reading.value;
    io.err(`That is not clear: ${reading.why}`);
  }
}

/** What was done, in a few words. */
export const doneWords = (content: AnswerContent): string => {
  if (content.kind === "options")
    return `Chosen: ${content.answers.map((labels) => labels.join(", ")).join("; ")}`;
  if (content.kind === "deny") return "Refused";
  if (content.kind === "text") return "Said";
  return content.remember === true ? "Allowed from now on" : "Allowed";
};

/** A choice has neither a thing to remember nor a reason. */
const noMore = { canRemember: false, takesWords: false };

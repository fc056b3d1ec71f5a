import { randomUUID } from "node:crypto";
import type { Client } from "@signalbox/client/client";
import { ApiError } from "@signalbox/client/errors";
import { type AnswerContent, answerQuestion } from "@signalbox/contract/answers";
import { type AttentionItem, listAttention } from "@signalbox/contract/attention";
import type { Command } from "commander";
import { askPerson, doneWords } from "../answering/ask-person.ts";
import { placeChoices } from "../answering/read-answer.ts";
import { CliError, exitCodes } from "../errors.ts";
import { readId } from "../ids.ts";
import { type Context, connect } from "../server/connect.ts";
import { withGrant } from "../server/with-grant.ts";
import { clean, cleanJson, cleanOr } from "../text/clean.ts";
import { type Column, table } from "../text/table.ts";
import { ago } from "../text/when.ts";

interface AnswerOptions {
  allow?: boolean;
  always?: boolean;
  deny?: string | true;
  choose?: string[];
  say?: string;
  note?: string;
  list?: boolean;
  json?: boolean;
}

const gathered = (value: string, before: string[] = []): string[] => [...before, value];

export function addAnswer(program: Command, context: Context): void {
  program
    .command("answer")
    .description("answer what waits, once a browser lets this terminal; one question, or each in turn")
    .argument("[id]", "the question, or the agent that asks", readId)
    .option("--allow", "allow it")
    .option("--always", "allow it, and what its CLI offers to allow from now on")
    .option("--deny [words]", "refuse it, with words to the agent")
    .option("--choose <label>", "choose this option (may be repeated)", gathered)
    .option("--note <words>", "words to the agent that go along with the approval of a plan")
    .option("--say <words>", "answer a question in words")
    .option("--list", "only list what waits")
    .option("--json", "print JSON")
    .action((id: string | undefined, options: AnswerOptions) => answer(context, id, options));
}

async function answer(context: Context, id: string | undefined, options: AnswerOptions): Promise<void> {
  const { io } = context;
  const client = await connect(context);
  const given = verdicts(options);
  if (given.length > 1 || (given.length > 0 && (id === undefined || options.list)))
    throw new CliError("One answer to one question: name it, and say one thing", exitCodes.usage);
  if (options.list || (id === undefined && !io.isTerminal))
    return list(context, await waiting(client), options);
  if (id === undefined) return answerEach(context, client);
  const item = (await waiting(client)).find((one) => one.id === id || one.agentId === id);
  if (item === undefined)
    throw new CliError(`Nothing waits under ${id}: see "bin/signalbox answer --list"`, exitCodes.usage);
  const content = contentOf(item, options) ?? (await askOne(context, item));
  if (content === null) return;
  const answered = await withGrant(context, client, (answering) => send(answering, item, content));
  io.out(options.json ? cleanJson(answered, 2) : doneWords(content));
}

const verdicts = ({ allow, always, deny, choose, say }: AnswerOptions): unknown[] =>
  [allow, always, deny, choose, say].filter((given) => given !== undefined);

/** What the options say; null where they say nothing. */
function contentOf(
  { question }: AttentionItem,
  { allow, always, deny, choose, say, note }: AnswerOptions,
): AnswerContent | null {
  if (note !== undefined && !allow) throw new CliError("A note goes along with --allow", exitCodes.usage);
  if (allow || always)
    return { kind: "allow", ...(always && { remember: true }), ...(note !== undefined && { note }) };
  if (deny !== undefined) return { kind: "deny", ...(deny !== true && { message: deny }) };
  if (say !== undefined) return { kind: "text", text: say };
  if (choose === undefined) return null;
  const answers = placeChoices(question, choose);
  if (typeof answers === "string") throw new CliError(answers, exitCodes.usage);
  const missing = question.parts[answers.findIndex((labels) => labels.length === 0)];
  if (missing !== undefined)
    throw new CliError(`Nothing was chosen for "${clean(missing.text)}"`, exitCodes.usage);
  return { kind: "options", answers };
}

async function askOne({ io }: Context, item: AttentionItem): Promise<AnswerContent | null> {
  if (!io.isTerminal)
    throw new CliError("Say what to answer: --allow, --deny, --choose or --say", exitCodes.usage);
  const typed = await askPerson(io, item);
  return typed.kind === "answer" ? typed.content : null;
}

const send = (client: Client, { question }: AttentionItem, content: AnswerContent) =>
  client.call(answerQuestion, {
    params: { questionId: question.id },
    body: { version: question.version, key: randomUUID(), content },
  });

async function waiting(client: Client): Promise<AttentionItem[]> {
  const items: AttentionItem[] = [];
  let cursor: string | null | undefined;
  do {
    const query = { limit: 200, ...(cursor && { cursor }) };
    const page = await client.call(listAttention, { query });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

/** Goes through what waits, the longest wait first, until nothing is left or the person has enough. */
async function answerEach(context: Context, client: Client): Promise<void> {
  const { io } = context;
  const first = next(await waiting(client), new Set());
  if (first === undefined) return io.out("Nothing waits that can be answered here");
  await withGrant(context, client, async (answering) => {
    const passed = new Set<string>();
    for (let item = next(await waiting(answering), passed); item !== undefined; ) {
      passed.add(item.id);
      const typed = await askPerson(io, item);
      if (typed.kind === "quit") return;
      if (typed.kind === "answer") io.out(await said(answering, item, typed.content));
      item = next(await waiting(answering), passed);
    }
    io.out("Nothing else waits");
  });
}

const next = (items: readonly AttentionItem[], passed: ReadonlySet<string>): AttentionItem | undefined =>
  items.find(({ id, way }) => way !== null && !passed.has(id));

/** A question that was answered meanwhile is no reason to stop. */
async function said(client: Client, item: AttentionItem, content: AnswerContent): Promise<string> {
  try {
    await send(client, item, content);
    return doneWords(content);
  } catch (error) {
    if (error instanceof ApiError && error.status === 409) return error.message;
    throw error;
  }
}

function list({ io }: Context, items: readonly AttentionItem[], { json }: AnswerOptions): void {
  if (json) io.out(cleanJson({ items }, 2));
  else io.out(items.length === 0 ? "Nothing waits" : table(io, columns(io.now()), items));
}

const columns = (now: Date): Column<AttentionItem>[] => [
  { title: "ASKS", text: ({ kind }) => kind },
  { title: "FOR", text: ({ since }) => ago(since, now) },
  { title: "PROJECT", text: ({ projectName }) => cleanOr(projectName, "-") },
  { title: "WHERE", text: ({ way }) => (way === null ? "its terminal" : "here") },
  { title: "QUESTION", text: ({ text }) => clean(text), isWide: true },
  { title: "ID", text: ({ id }) => id },
];

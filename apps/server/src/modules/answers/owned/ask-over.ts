import { setTimeout as pause } from "node:timers/promises";
import type { Question } from "@signalbox/contract/agents";
import type { Logger } from "pino";
import { newId } from "../../../kernel/ids.ts";
import { oneAtATime } from "../../../kernel/one-at-a-time.ts";
import type { AskedOver } from "../../agents/index.ts";
import { adapterOf } from "../../backends/index.ts";
import type { AnsweredAgents } from "../ports.ts";
import type { OwnedRequest, OwnedRequests } from "./owned-agents.ts";

interface AskOptions {
  agents: Pick<AnsweredAgents, "openQuestionOver" | "askedOver" | "openQuestionOf" | "questionsBy">;
  requests: OwnedRequests;
  log: Logger;
  /** Told when a question can be answered here. */
  told(question: Question): Promise<void>;
}

/** A hook tells of the same at about the same time: until then nobody else does. */
const hookWithinMs = 1_500;
const everyMs = 50;
/** After a question was closed, until its request is known to be over, too. */
const overWithinMs = 500;
/** What could not be taken in is taken in later, more and more seldom. */
const [firstAgainMs, longestAgainMs] = [1_000, 60_000];

/**
 * Joins what an owned agent asks over its protocol to the question that its hook told, or tells it; for as long as the
 * agent waits. What it asks at the same time comes one after the other, since an agent has one question at a time. A
 * question that is closed while its request still waits is asked again.
 */
export const askOver = (options: AskOptions) => {
  const inTurn = oneAtATime();
  return (request: OwnedRequest): Promise<void> => {
    const { backend, sessionId, asked } = request;
    return inTurn([backend, sessionId, asked.childId ?? ""].join(" "), () => ask(options, request));
  };
};

async function ask(options: AskOptions, request: OwnedRequest): Promise<void> {
  const { backend, sessionId, over } = request;
  // Protocols number their requests anew in each process.
  const id = newId();
  let againMs = firstAgainMs;
  for (let telling = 0; !over.aborted; telling++) {
    try {
      if (await askOnce(options, request, `${id}:${telling}`)) continue;
    } catch (error) {
      options.log.warn({ err: error, backend, sessionId }, "what an agent asks is not taken in yet");
    }
    await Promise.race([whenOver(over), pause(againMs)]);
    againMs = Math.min(againMs * 2, longestAgainMs);
  }
}

/** False where the question could not be told. */
async function askOnce(options: AskOptions, request: OwnedRequest, identity: string): Promise<boolean> {
  const { requests, told } = options;
  const question = await questionFor(options, request, identity);
  if (question === null) return request.over.aborted;
  const closed = requests.bind(question.id, request);
  if (await isOpen(options, question)) await told(question);
  else requests.close(question.id);
  await closed;
  await Promise.race([whenOver(request.over), pause(overWithinMs)]);
  return true;
}

/** The question as its hook told it; where none did, as it is told now. Null where it could not be told. */
async function questionFor(
  { agents }: AskOptions,
  request: OwnedRequest,
  identity: string,
): Promise<Question | null> {
  const { asked, backend, sessionId, cwd, pid, over } = request;
  const { question, childId } = asked;
  const lane = { backend, sessionId, childId };
  const told: AskedOver = { ...lane, cwd, pid, question, identity };
  const find = async () => {
    const open = asked.isAbout === undefined ? null : await agents.openQuestionOf(lane);
    return open !== null && asked.isAbout?.(open) === true ? open : agents.openQuestionOver(told);
  };
  // Of a CLI that is not watched, hooks tell nothing.
  const withinMs = adapterOf(backend) === undefined ? 0 : hookWithinMs;
  for (let waited = 0; waited < withinMs; waited += everyMs) {
    const found = await find();
    if (found !== null || over.aborted) return found;
    await pause(everyMs);
  }
  await agents.askedOver(told);
  return find();
}

const whenOver = (over: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (over.aborted) resolve();
    else over.addEventListener("abort", () => resolve(), { once: true });
  });

async function isOpen({ agents }: AskOptions, { id }: Question): Promise<boolean> {
  const [now] = await agents.questionsBy([id]);
  return now?.closedAt === null;
}

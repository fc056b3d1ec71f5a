import { setTimeout as pause } from "node:timers/promises";
import type { Question } from "@signalbox/contract/agents";
import type { Logger } from "pino";
import type { AskedOver } from "../../agents/index.ts";
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
/** A request whose question is closed again and again is not asked for ever. */
const mostTellings = 20;

/**
 * Joins what an owned agent asks over its protocol to the question that its hook told, or tells it; for as long as the
 * agent waits. A question that is closed while its request still waits (another call of the agent was asked about) is
 * asked again.
 */
export const askOver =
  (options: AskOptions) =>
  async (request: OwnedRequest): Promise<void> => {
    const { requests, log, told } = options;
    for (let telling = 0; telling < mostTellings && !request.over.aborted; telling++) {
      const question = await questionFor(options, request, telling);
      if (question === null) continue;
      const closed = requests.bind(question.id, request);
      if (await isOpen(options, question)) await told(question);
      else requests.close(question.id);
      await closed;
      await Promise.race([whenOver(request.over), pause(overWithinMs)]);
    }
    if (!request.over.aborted)
      log.warn({ backend: request.backend, sessionId: request.sessionId }, "what an agent asks is not shown");
  };

/** The question as its hook told it; where none did, as it is told now. Null where it could not be told. */
async function questionFor(
  { agents }: AskOptions,
  request: OwnedRequest,
  telling: number,
): Promise<Question | null> {
  const { asked, id, backend, sessionId, cwd, pid, over } = request;
  const { question, childId } = asked;
  const lane = { backend, sessionId, childId };
  const told: AskedOver = { ...lane, cwd, pid, question, identity: `${id}:${telling}` };
  const find = async () => {
    const open = asked.isAbout === undefined ? null : await agents.openQuestionOf(lane);
    return open !== null && asked.isAbout?.(open) === true ? open : agents.openQuestionOver(told);
  };
  for (let waited = 0; waited < hookWithinMs; waited += everyMs) {
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

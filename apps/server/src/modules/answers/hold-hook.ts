import { isDeepStrictEqual } from "node:util";
import type { Question } from "@signalbox/contract/agents";
import type { OpenWay } from "@signalbox/contract/answers";
import type { Logger } from "pino";
import { type AskedQuestion, adapterOf, type HeldQuestion, type Signal } from "../backends/index.ts";
import type { HeldConnection, HeldRequests } from "./held-requests.ts";
import type { AnsweredAgents } from "./ports.ts";
import { untilRuns } from "./until-runs.ts";

/** A hook that was taken in, and whose script waits for the reply. */
export interface AskingHook {
  signal: Signal;
  /** As the CLI sent it: an answer may have to give back what it asked with, secrets included. */
  body: Buffer;
  connection: HeldConnection;
}

export interface HoldOptions {
  agents: Pick<AnsweredAgents, "openQuestionOf" | "questionsBy" | "answerSeen">;
  log: Logger;
  /** The command lines of what a process started, by number; null where the system does not tell. */
  startedBy(pid: number): ReadonlyMap<number, string> | null;
  held: HeldRequests;
  /** Told of the way to a question that is held, and with null when it is held no more though it is open. */
  told(question: Question, way: OpenWay | null): Promise<void>;
}

/** Holds a hook that asks until its question is answered or closed; resolves with the reply's body, or null for none. */
export const holdHook = ({ agents, held, told, startedBy, log }: HoldOptions) => {
  const watch = (question: Question, { runsAs }: HeldQuestion, pid: number | null) => {
    const over = new AbortController();
    if (runsAs !== null && pid !== null)
      untilRuns({ pid, runsAs, startedBy, signal: over.signal })
        .then((runs) =>
          runs ? agents.answerSeen({ kind: "call_runs", ...ofQuestion(question) }) : undefined,
        )
        .catch((error: unknown) => log.error({ err: error }, "what was allowed is not watched"));
    return over;
  };

  return async ({ signal, body, connection }: AskingHook): Promise<unknown> => {
    const { backend, sessionId, child, observation } = signal;
    if (observation.kind !== "asked") return null;
    const asked = adapterOf(signal.backend)?.holdQuestion?.(body, signal.process) ?? null;
    if (asked === null) return null;
    const question = await agents.openQuestionOf({ backend, sessionId, childId: child?.id ?? null });
    // A hook that came late may find another question open.
    if (question === null || !isAbout(question, observation.question)) return null;
    const reply = held.hold(question.id, asked, connection);
    if (!(await isOpen(agents, question))) held.release(question.id);
    else await told(question, held.wayTo(question.id));
    const watching = watch(question, asked, signal.process.pid);
    const answer = await reply;
    watching.abort();
    if (answer === null && !held.isStopped && (await isOpen(agents, question))) await told(question, null);
    return answer;
  };
};

const ofQuestion = ({ id, agentId }: Question) => ({ questionId: id, agentId });

/** Words leave things out: two edits of the same file differ in their input alone. */
const isAbout = (open: Question, { kind, tool, text, input }: AskedQuestion): boolean =>
  open.kind === kind && open.tool === tool && open.text === text && isDeepStrictEqual(open.input, input);

async function isOpen(agents: HoldOptions["agents"], { id }: Question): Promise<boolean> {
  const [now] = await agents.questionsBy([id]);
  return now?.closedAt === null;
}

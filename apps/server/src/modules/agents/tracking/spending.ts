import { costOf, priceOf, promptOf, type Spent } from "../../backends/index.ts";
import { type Answer, remember } from "./tracked.ts";
import type { Work } from "./work.ts";

/** An answer is told again within the next few lines. */
const rememberedAnswers = 8;

const tokensOf = (spent: Spent): number => promptOf(spent) + spent.output;

/**
 * Counts what an answer of the model took. It is told with each line of it, and counts once: only a telling that is
 * larger than those before counts anew, in their place.
 */
export function noteSpent(work: Work): void {
  const { agent, signal, facts } = work;
  if (signal.spent === null) return;
  const spent = { ...signal.spent, model: signal.spent.model ?? agent.model };
  const { answers } = agent.memory;
  const tokens = tokensOf(spent);
  const known = answers.find(({ id }) => id === spent.id);
  if (tokens <= (known?.tokens ?? 0)) return;
  const { id, model, input, output, cacheRead, cacheWrite } = spent;
  const at = signal.at.getTime();
  const answer: Answer = { id, tokens, at };
  agent.memory.answers = answers.filter((one) => one !== known);
  remember(agent.memory.answers, answer, rememberedAnswers);
  if (spent.ofChild === undefined) fillContext(work, answer, spent);
  const cost = spent.cost ?? (work.means.costOf ?? costOf)(spent, signal.at);
  facts.push({
    ...{ kind: "spent", id: work.means.newId(), answer: id, commandId: commandOf(work), model },
    ...{ input, output, cacheRead, cacheWrite, cost, at },
  });
}

/** What the newest answer was given and gave is in the context now. */
function fillContext({ agent }: Work, { tokens, at }: Answer, { window, model }: Spent): void {
  if (agent.memory.answers.some((other) => other.at > at)) return;
  const limit = window ?? priceOf(model)?.window ?? null;
  agent.contextTokens = tokens;
  // More than fits in it has a larger one, of which nobody told.
  agent.contextLimit = limit === null || tokens > limit ? null : limit;
}

/** The command that the line belongs to, open or closed. */
function commandOf({ agent, signal: { promptId } }: Work): string | null {
  const { open, closed } = agent.memory;
  if (promptId === null) return null;
  if (open?.promptIds.includes(promptId)) return open.id;
  return closed.findLast(({ promptIds }) => promptIds.includes(promptId))?.id ?? null;
}

/** Keeps what the CLI itself says that the session cost so far: it only grows. */
export function noteReportedCost({ agent, signal }: Work): void {
  const { observation, at } = signal;
  if (observation.kind !== "left" || observation.cost === null) return;
  // What a fork says that it cost is with what the session cost that it was copied from.
  if (agent.forkedFrom !== null) return;
  if (agent.reportedCost !== null && agent.reportedCost.micros >= observation.cost) return;
  agent.reportedCost = { micros: observation.cost, at: at.getTime() };
}

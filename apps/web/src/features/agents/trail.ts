import { AgentPatch } from "@signalbox/contract/agent-events";
import type { EventEnvelope } from "@signalbox/contract/event";

/** One move of an agent: what it became, by which rule and signal, and when. */
export interface Move {
  position: string;
  at: string;
  what: string;
  rule: string | null;
  signal: string | null;
  state: string | null;
}

type Data = Readonly<Record<string, string | undefined>>;

/** The words of an event; what is not a word is left out. */
const wordsIn = (data: Readonly<Record<string, unknown>>): Data =>
  Object.fromEntries(
    Object.entries(data).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );

const spoken = (word: string | undefined): string => (word ?? "").replaceAll("_", " ");

const sentences: Record<string, (data: Data) => string> = {
  "agent.started": () => "The session was seen for the first time",
  "agent.resumed": () => "The session came back",
  "agent.ended": ({ reason }) => `The session ended: ${spoken(reason)}`,
  "command.opened": () => "A command was opened",
  "command.instructed": () => "The words of the command arrived",
  "command.moved": ({ from, to }) => `The command went from ${spoken(from)} to ${spoken(to)}`,
  "command.completed": ({ outcome }) => `The command ended: ${spoken(outcome)}`,
  "command.amended": ({ outcome }) => `The transcript told how it ended: ${spoken(outcome)}`,
  "question.asked": ({ kind }) => `A question was asked: ${spoken(kind)}`,
  "question.updated": () => "The words of the question arrived",
  "question.closed": ({ state }) => `The question was closed: ${spoken(state)}`,
};

/** What an event says of an agent's state. */
export const moveOf = ({ position, type, at, data }: EventEnvelope): Move => {
  const told = wordsIn(data);
  const agent = AgentPatch.safeParse(data.agent).data;
  return {
    position: String(position),
    at,
    what: sentences[type]?.(told) ?? type,
    rule: told.rule ?? agent?.evidence.rule ?? null,
    signal: agent?.evidence.signal ?? null,
    state: agent === undefined ? null : spoken(agent.state),
  };
};

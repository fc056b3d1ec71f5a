import type { Agent, Command } from "@signalbox/contract/agents";
import { useNow } from "../../../lib/clock.ts";
import { Lamp, StateWord } from "../../../ui/lamp.tsx";
import { seenAgent } from "../aspect.ts";
import { endSentence } from "../ending.ts";

export const AgentLamp = ({ agent }: { agent: Agent }) => {
  const { aspect, word } = seenAgent(agent, useNow());
  return <Lamp aspect={aspect} word={aspect === "ended" ? endSentence(agent.endReason) : word} />;
};

interface AgentStateProps {
  agent: Agent;
  /** It has the room to say how an agent ended on a phone as well. */
  whole?: boolean;
}

export const AgentState = ({ agent, whole = false }: AgentStateProps) => {
  const seen = seenAgent(agent, useNow());
  if (!whole || seen.how === undefined) return <StateWord {...seen} />;
  return <StateWord aspect={seen.aspect} word={`${seen.word}: ${seen.how}`} />;
};

export const titleOf = (agent: Pick<Agent, "title" | "agentType">): string =>
  agent.title ?? agent.agentType ?? "No command yet";

export const titleOfCommand = (command: Pick<Command, "instruction">): string =>
  command.instruction ?? "Work without a prompt";

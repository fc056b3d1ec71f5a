import type { Question } from "@signalbox/contract/agents";
import type { AnswerContent } from "@signalbox/contract/answers";
import { answerErrors } from "../answers.errors.ts";
import type { AgentChannel, Openness, Reached, Sent } from "../channel.ts";
import type { OwnedAgents, OwnedRequests } from "./owned-agents.ts";

interface ProtocolOptions {
  owned: OwnedAgents;
  requests: OwnedRequests;
}

/** The protocol that this server drives an agent over. */
export const protocolChannel = ({ owned, requests }: ProtocolOptions): AgentChannel => ({
  way: "protocol",
  // Plans are asked over the one protocol alone that takes it along.
  carriesNote: true,
  wayTo: ({ agentId, question }) => {
    if (question.kind !== "text") return requests.wayTo(question.id);
    return owned.of(agentId) === null ? null : wordsOver;
  },
  reach: async (agent) => reachOver({ owned, requests }, agent),
  unable: async ({ id, kind }, content) => {
    if (kind === "text") return null;
    const request = requests.of(id);
    if (request === null) throw answerErrors.unreachable("It waits for no answer over its protocol");
    return request.asked.unable(content);
  },
  deliver: (question, content) =>
    content.kind === "text" ? sayTo(owned, question, content.text) : replyTo(requests, question, content),
});

function reachOver({ owned, requests }: ProtocolOptions, { agentId, question }: Reached): Openness {
  const isOwned = owned.of(agentId) !== null;
  if (question === null)
    return { open: null, why: isOwned ? "nothing is asked" : "this server does not run the agent itself" };
  const open = question.kind === "text" && isOwned ? wordsOver : requests.wayTo(question.id);
  if (open !== null) return { open, why: "the agent waits for it over its protocol" };
  return {
    open: null,
    why: isOwned ? "it does not ask this over its protocol" : "this server does not run the agent itself",
  };
}

const wordsOver = { way: "protocol", canRemember: false, takesWords: true } as const;

async function replyTo(requests: OwnedRequests, { id }: Question, content: AnswerContent): Promise<Sent> {
  const arrived = (await requests.of(id)?.reply(content)) ?? false;
  return arrived
    ? { arrived, problem: null }
    : { arrived: false, problem: "the CLI took the question back before the answer reached it" };
}

async function sayTo(owned: OwnedAgents, { agentId }: Question, text: string): Promise<Sent> {
  const isSaid = (await owned.of(agentId)?.say(text)) ?? false;
  return isSaid
    ? { arrived: true, problem: null }
    : { arrived: false, problem: "the CLI reads nothing any more" };
}

import type { OpenWay, Reach, Way } from "@signalbox/contract/answers";
import type { AgentChannel } from "./channel.ts";
import type { Elsewhere } from "./elsewhere/elsewhere.ts";
import type { AnsweredAgents } from "./ports.ts";

interface ReachOptions {
  agents: Pick<AnsweredAgents, "backendOf" | "openQuestion">;
  channels: readonly AgentChannel[];
  elsewhere: Pick<Elsewhere, "wayTo">;
}

interface FoundWay {
  way: Way;
  open: OpenWay | null;
  why: string;
  shown?: string;
}

/** The ways to an agent now, looked at one by one, and why one is not open. */
export async function reachOf(
  agentId: string,
  { agents, channels, elsewhere }: ReachOptions,
): Promise<Reach> {
  const backend = await agents.backendOf(agentId);
  const question = await agents.openQuestion(agentId);
  const found: FoundWay[] = await Promise.all(
    channels.map(async (channel) => ({
      way: channel.way,
      ...(await channel.reach({ agentId, backend, question })),
    })),
  );
  const isOpenHere = found.some(({ open }) => open !== null);
  const other = isOpenHere || question === null ? null : await elsewhere.wayTo(question.id);
  const ways =
    other === null ? found : found.map((one) => (one.way === other.open.way ? through(other) : one));
  const best = ways.find(({ open }) => open !== null);
  return {
    agentId,
    ways: ways.map(({ way, open, why }) => ({ way, open: open !== null, why })),
    question: question && {
      ...{ id: question.id, version: question.version, way: best?.open ?? null },
      shown: best?.shown ?? null,
    },
  };
}

const through = ({ open, node }: { open: OpenWay; node: { hostName: string } }): FoundWay => ({
  way: open.way,
  open,
  why: `through the node on ${node.hostName}, which hears it`,
});

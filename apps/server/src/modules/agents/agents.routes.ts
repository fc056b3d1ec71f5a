import * as contract from "@signalbox/contract/agents";
import { receiveHook } from "@signalbox/contract/receive-hook";
import { getAgentUsage } from "@signalbox/contract/usage";
import type { Clock } from "../../kernel/clock.ts";
import { type MountedRoute, reply, serve } from "../../platform/http/http.ts";
import { hear } from "./intake/receive-hook.ts";
import type { SignalWriter } from "./intake/writer.ts";
import type { Refusals } from "./parked/refusals.ts";
import type { AgentReader } from "./reading/agent-reader.ts";

export interface AgentRoutesOptions {
  reader: AgentReader;
  writer: SignalWriter;
  clock: Clock;
  refusals: Refusals;
  /** A test of the hooks arrived: it carries its id as the session's. */
  testHeard(testId: string): void;
}

export const agentRoutes = ({
  reader,
  writer,
  clock,
  refusals,
  testHeard,
}: AgentRoutesOptions): MountedRoute[] => [
  serve(receiveHook, async ({ params, rawBody, headers, correlationId }) => {
    const { backend } = params;
    await refusals.noting({ backend, correlationId }, async () => {
      const heard = hear({ backend, body: rawBody, headers, correlationId }, clock);
      await writer.write(heard);
      if (heard.testId !== null) testHeard(heard.testId);
    });
    return reply(202, null);
  }),
  serve(contract.listAgents, async ({ query }) => reply(200, await reader.list(query))),
  serve(contract.getAgent, async ({ params }) => reply(200, await reader.get(params.agentId))),
  serve(getAgentUsage, async ({ params }) => reply(200, await reader.usage(params.agentId))),
  serve(contract.listCommands, async ({ params, query }) =>
    reply(200, await reader.commands(params.agentId, query)),
  ),
  serve(contract.listCompletedCommands, async ({ query }) => reply(200, await reader.completed(query))),
  serve(contract.listTurns, async ({ params, query }) =>
    reply(200, await reader.turns(params.agentId, query)),
  ),
  serve(contract.listQuestions, async ({ params, query }) =>
    reply(200, await reader.questions(params.agentId, query)),
  ),
];

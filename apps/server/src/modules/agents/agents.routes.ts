import * as contract from "@signalbox/contract/agents";
import type { Clock } from "../../kernel/clock.ts";
import { type MountedRoute, reply, serve } from "../../platform/http/http.ts";
import { hear } from "./intake/receive-hook.ts";
import type { SignalWriter } from "./intake/writer.ts";
import type { AgentReader } from "./reading/agent-reader.ts";

export interface AgentRoutesOptions {
  reader: AgentReader;
  writer: SignalWriter;
  clock: Clock;
}

export const agentRoutes = ({ reader, writer, clock }: AgentRoutesOptions): MountedRoute[] => [
  serve(contract.receiveHook, async ({ params, rawBody, headers, correlationId }) => {
    await writer.write(hear({ backend: params.backend, body: rawBody, headers, correlationId }, clock));
    return reply(202, null);
  }),
  serve(contract.listAgents, async ({ query }) => reply(200, await reader.list(query))),
  serve(contract.getAgent, async ({ params }) => reply(200, await reader.get(params.agentId))),
  serve(contract.listCommands, async ({ params, query }) =>
    reply(200, await reader.commands(params.agentId, query)),
  ),
  serve(contract.listTurns, async ({ params, query }) =>
    reply(200, await reader.turns(params.agentId, query)),
  ),
  serve(contract.listQuestions, async ({ params, query }) =>
    reply(200, await reader.questions(params.agentId, query)),
  ),
];

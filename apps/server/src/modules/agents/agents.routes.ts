import * as contract from "@signalbox/contract/agents";
import { receiveHook } from "@signalbox/contract/receive-hook";
import { getAgentUsage } from "@signalbox/contract/usage";
import type { Clock } from "../../kernel/clock.ts";
import { type Connection, type MountedRoute, reply, serve } from "../../platform/http/http.ts";
import type { Signal } from "../backends/index.ts";
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
  /** Waits with a hook that asks, until it is answered; null where it is not. */
  hold(hook: WaitingHook): Promise<unknown>;
}

/** A hook whose script waits for a reply. */
export interface WaitingHook {
  signal: Signal;
  body: Buffer;
  connection: Connection;
}

const waitsHeader = "x-signalbox-waits";

export const agentRoutes = ({
  reader,
  writer,
  clock,
  refusals,
  testHeard,
  hold,
}: AgentRoutesOptions): MountedRoute[] => [
  serve(receiveHook, async ({ params, rawBody, headers, correlationId, connection }) => {
    const { backend } = params;
    const { signal, testId } = await refusals.noting({ backend, correlationId }, async () => {
      const heard = hear({ backend, body: rawBody, headers, correlationId }, clock);
      await writer.write(heard);
      return heard;
    });
    if (testId !== null) testHeard(testId);
    const waits = signal !== null && headers[waitsHeader] === "1";
    const answer = waits ? await hold({ signal, body: rawBody, connection }) : null;
    return answer === null ? reply(202, null) : reply(200, answer);
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

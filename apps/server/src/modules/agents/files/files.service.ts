import type { Agent } from "@signalbox/contract/agents";
import type { EventEnvelope } from "@signalbox/contract/event";
import type { Queryable } from "../../../platform/database/database.ts";
import type { EventLog } from "../../../platform/events/events.ts";
import type { AgentReader } from "../reading/agent-reader.ts";
import { findHooksAfter } from "../reading/agent-signals.repository.ts";
import { findChildren } from "../reading/agents.repository.ts";
import { findQueued } from "../reading/turns.repository.ts";
import { allOf, asJson, asMarkdown } from "./export.ts";
import { pagesOf } from "./pages.ts";
import { asRecording } from "./recording.ts";
import { Trail, toldOf } from "./told.ts";

export interface FilesOptions {
  read: Queryable;
  events: Pick<EventLog, "read">;
  reader: AgentReader;
}

/** Whole agents as files, read while they are written. */
export interface Files {
  export(agent: Agent, format: "markdown" | "json"): AsyncIterable<string>;
  recording(agent: Agent): AsyncIterable<string>;
}

const atOnce = 200;
const everything = { from: "oldest", limit: atOnce } as const;

const listOf = async <T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> => {
  const list: T[] = [];
  for await (const page of pages) list.push(...page);
  return list;
};

export const createFiles = ({ read, events, reader }: FilesOptions): Files => {
  const trailOf = async (agentId: string, lineOf: ReadonlyMap<string, number>): Promise<Trail> => {
    const trail = new Trail(lineOf);
    const after = (last: EventEnvelope | undefined) => BigInt(last?.position ?? 0);
    const filter = { agentIds: [agentId] };
    for await (const page of pagesOf(atOnce, (last: EventEnvelope | undefined) =>
      events.read(after(last), filter, atOnce),
    ))
      for (const event of page) trail.add(event);
    return trail;
  };
  const told = async (agent: Agent, lineOf: ReadonlyMap<string, number>) => {
    const { id, previousAgentId } = agent;
    return toldOf(await trailOf(id, lineOf), {
      agent,
      previousSessionId: previousAgentId === null ? null : (await reader.get(previousAgentId)).sessionId,
      commands: await listOf(allOf((cursor) => reader.commands(id, { ...everything, cursor }))),
      questions: await listOf(allOf((cursor) => reader.questions(id, { ...everything, cursor }))),
      children: await findChildren(read, id),
      queued: await findQueued(read, id),
    });
  };
  return {
    export: (agent, format) => (format === "json" ? asJson(reader, agent) : asMarkdown(reader, agent)),
    recording: (agent) =>
      asRecording(
        {
          hooks: (after, limit) => findHooksAfter(read, agent.id, { after, limit }),
          told: (lineOf) => told(agent, lineOf),
        },
        agent,
      ),
  };
};

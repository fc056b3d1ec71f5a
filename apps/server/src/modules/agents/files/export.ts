import type { Agent, Command, Question, Turn } from "@signalbox/contract/agents";
import type { Page } from "@signalbox/contract/common";
import type { AgentReader } from "../reading/agent-reader.ts";
import { headOf, markdownOf } from "./markdown.ts";

type Reader = Pick<AgentReader, "commands" | "turns" | "questions">;

/** A list, page by page. */
export async function* allOf<T>(read: (cursor: string | undefined) => Promise<Page<T>>): AsyncGenerator<T[]> {
  for (let cursor: string | undefined; ; ) {
    const { items, nextCursor } = await read(cursor);
    yield items;
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}

const page = { from: "oldest", limit: 200 } as const;

/** The whole conversation as JSON: the agent, and three lists of what the API gives page by page. */
export async function* asJson(reader: Reader, agent: Agent): AsyncGenerator<string> {
  const lists: [string, AsyncIterable<(Command | Turn | Question)[]>][] = [
    ["commands", allOf((cursor) => reader.commands(agent.id, { ...page, cursor }))],
    ["turns", allOf((cursor) => reader.turns(agent.id, { ...page, cursor }))],
    ["questions", allOf((cursor) => reader.questions(agent.id, { ...page, cursor }))],
  ];
  yield `{"agent":${JSON.stringify(agent)}`;
  for (const [name, pages] of lists) {
    yield `,\n"${name}":[`;
    let between = "\n";
    for await (const items of pages) {
      for (const item of items) {
        yield between + JSON.stringify(item);
        between = ",\n";
      }
    }
    yield "]";
  }
  yield "}\n";
}

/** The whole conversation as a person reads it: commands are headings. */
export async function* asMarkdown(reader: Reader, agent: Agent): AsyncGenerator<string> {
  yield headOf(agent);
  let under: string | null = null;
  for await (const turns of allOf((cursor) => reader.turns(agent.id, { ...page, cursor }))) {
    const said: string[] = [];
    for (const turn of turns.filter(({ internal }) => !internal)) {
      said.push(markdownOf(turn, turn.commandId !== null && turn.commandId !== under));
      under = turn.commandId ?? under;
    }
    yield said.join("");
  }
}

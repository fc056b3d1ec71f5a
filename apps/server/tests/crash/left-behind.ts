import type { Client } from "@signalbox/client/client";
import { followEvents } from "@signalbox/client/follow-events";
import * as agents from "@signalbox/contract/agents";
import type { EventEnvelope } from "@signalbox/contract/event";
import { listEvents } from "@signalbox/contract/events";
import type { OpenDatabase } from "../../src/platform/database/database.ts";
import { allPages } from "../all-pages.ts";
import type { Trace } from "./errands.ts";
import type { MortalServer } from "./mortal-server.ts";

export const allEvents = (client: Client) => allPages((query) => client.call(listEvents, { query }));

/** What the API tells of an agent's work, in the form of what it must have left. */
export async function traceOf(client: Client, agentId: string): Promise<Trace & { unfinished: number }> {
  const params = { agentId };
  const [commands, turns, questions] = await Promise.all([
    allPages((query) => client.call(agents.listCommands, { params, query })),
    allPages((query) => client.call(agents.listTurns, { params, query })),
    allPages((query) => client.call(agents.listQuestions, { params, query })),
  ]);
  return {
    outcomes: commands.flatMap(({ outcome }) => outcome ?? []),
    unfinished: commands.filter(({ outcome }) => outcome === null).length,
    turns: turns.map(({ actor, intent }) => [actor, intent]),
    questions: questions.map(({ state }) => state),
  };
}

/** The log from its beginning as the stream replays it, up to a position. */
export async function replayed(client: Client, upTo: string): Promise<EventEnvelope[]> {
  const events: EventEnvelope[] = [];
  for await (const item of followEvents(client, { after: "0" })) {
    if (item.kind === "reset") throw new Error(`The replay began anew at ${item.position}`);
    events.push(item.event);
    if (item.event.position === upTo) break;
  }
  return events;
}

/** Follows the log through every death of the server, resuming where it was, until `signal` aborts. */
export async function followThrough(server: MortalServer, seen: EventEnvelope[], signal: AbortSignal) {
  while (!signal.aborted) {
    const life = await server.alive();
    const after = seen.at(-1)?.position ?? "0";
    const until = AbortSignal.any([life.signal, signal]);
    for await (const item of followEvents(life.client, { after, signal: until })) {
      if (item.kind === "reset") throw new Error(`The stream began anew at ${item.position}`);
      seen.push(item.event);
    }
  }
}

/** What no route shows: read from the database of a server that has stopped. */
export async function readDatabase(db: OpenDatabase) {
  try {
    const signals = await db.read.selectFrom("agents_signals").select(["identity", "error"]).execute();
    const hours = await db.read.selectFrom("attention_hours").select(["completed", "done"]).execute();
    const deadLetters = await db.read.selectFrom("events_dead_letters").select("error").execute();
    return { signals, hours, deadLetters };
  } finally {
    await db.close();
  }
}

import { basename } from "node:path";
import { AgentPatch } from "@signalbox/contract/agent-events";
import { endWord } from "@signalbox/contract/end-reasons";
import type { EventEnvelope } from "@signalbox/contract/event";
import { eventCatalogue } from "@signalbox/contract/event-catalogue";
import { clean, cleanOr, spoken } from "./clean.ts";

type EventType = (typeof eventCatalogue)[number]["type"];
/** A fact of the event in words; empty where there is none of that name. */
type FactOf = (name: string) => string;

const withReason = (words: string, reason: string): string =>
  reason === "" ? words : `${words} (${spoken(reason)})`;

/** What happened, where there are shorter words than what such an event means at all, or its facts say more. */
const words: Readonly<Partial<Record<EventType, (fact: FactOf) => string>>> = {
  "agent.started": () => "started",
  "agent.resumed": () => "came back",
  "agent.updated": () => "details changed",
  "agent.ended": (fact) => withReason("ended", endWord(fact("reason")) ?? ""),
  "command.opened": () => "new command",
  "command.instructed": () => "the words of its command arrived",
  "command.moved": (fact) => `${spoken(fact("from"))} → ${spoken(fact("to"))}: ${fact("rule")}`,
  "command.completed": (fact) => withReason(`command ${spoken(fact("outcome"))}`, fact("errorClass")),
  "turn.recorded": (fact) => (fact("tool") ? `uses ${fact("tool")}` : `${fact("actor")}: ${fact("intent")}`),
  "turn.updated": () => "turn updated",
  "question.asked": (fact) => withReason(`asks: ${fact("kind")}`, fact("tool")),
  "question.updated": () => "the words of its question arrived",
  "question.closed": (fact) => `question ${spoken(fact("state"))}`,
  "project.discovered": (fact) => `found at ${fact("path")}`,
  "api_key.created": (fact) => `API key made: ${fact("name")}`,
  "hooks.installed": (fact) => `hooks installed in ${fact("settingsPath")}`,
  "hooks.removed": (fact) => `hooks removed from ${fact("settingsPath")}`,
};

const meanings = new Map<string, string>(eventCatalogue.map(({ type, summary }) => [type, summary]));

/** What happened, in a few words. */
export function whatHappened({ type, data }: EventEnvelope): string {
  const fact: FactOf = (name) => (typeof data[name] === "string" ? clean(data[name]) : "");
  const say = hasWords(type) ? words[type] : undefined;
  return say?.(fact) ?? meanings.get(type) ?? clean(type);
}

/** A server of another version may tell of more, or of what every object has by that name. */
const hasWords = (type: string): type is EventType => Object.hasOwn(words, type);

const Named = AgentPatch.pick({ title: true, agentType: true, cwd: true }).partial();

/** Whom it happened to: an agent by its project and title, else a project, else Signalbox itself. */
export function whoseEvent({ type, agentId, data }: EventEnvelope): string {
  if (agentId === null) return type === "project.discovered" ? cleanOr(String(data.name), "-") : "Signalbox";
  const { title, agentType, cwd } = Named.safeParse(data.agent).data ?? {};
  const names = [cwd && basename(cwd), title ?? agentType].map((name) => cleanOr(name, ""));
  return names.filter((name) => name !== "").join(": ") || `agent ${agentId}`;
}

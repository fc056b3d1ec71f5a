import { AgentPatch } from "@signalbox/contract/agent-events";
import { endWord } from "@signalbox/contract/end-reasons";
import type { EventEnvelope } from "@signalbox/contract/event";
import { eventCatalogue } from "@signalbox/contract/event-catalogue";
import { shortPath } from "../../../lib/format.ts";

type Fact = (name: string) => string;

const spoken = (code: string): string => code.replaceAll("_", " ");
const joined = (...words: readonly string[]): string => words.filter((word) => word !== "").join(", ");

/** What an event's facts say beyond its type. */
const words: Readonly<Record<string, (fact: Fact) => string>> = {
  "agent.started": () => "seen for the first time",
  "agent.resumed": () => "came back",
  "agent.updated": () => "details changed",
  "agent.ended": (fact) => endWord(fact("reason")) ?? spoken(fact("reason")),
  "command.opened": (fact) => fact("rule"),
  "command.moved": (fact) => `${spoken(fact("from"))} → ${spoken(fact("to"))}`,
  "command.completed": (fact) => joined(spoken(fact("outcome")), spoken(fact("errorClass"))),
  "turn.recorded": (fact) => (fact("tool") ? `uses ${fact("tool")}` : `${fact("actor")}: ${fact("intent")}`),
  "turn.updated": () => "a result arrived, or a queued prompt was taken",
  "question.asked": (fact) => joined(fact("kind"), fact("tool")),
  "question.updated": () => "its words arrived",
  "question.closed": (fact) => spoken(fact("state")),
  "project.discovered": (fact) => shortPath(fact("path")),
  "api_key.created": (fact) => fact("name"),
  "hooks.installed": (fact) => shortPath(fact("settingsPath")),
  "hooks.removed": (fact) => shortPath(fact("settingsPath")),
};

const meanings = new Map<string, string>(eventCatalogue.map(({ type, summary }) => [type, summary]));

/** What events of this type mean; undefined for a type that this app does not know. */
export const meaningOf = (type: string): string | undefined => meanings.get(type);

/** What happened, beside its type. */
export const whatHappened = ({ type, data }: EventEnvelope): string => {
  const fact: Fact = (name) => (typeof data[name] === "string" ? data[name] : "");
  const said = Object.hasOwn(words, type) ? words[type]?.(fact) : undefined;
  return said ?? meaningOf(type) ?? "";
};

const Named = AgentPatch.pick({ title: true, agentType: true }).partial();

/** Whom it happened to in the words of its agent; empty where there is none. */
export const whoseEvent = ({ data }: EventEnvelope): string => {
  const { title, agentType } = Named.safeParse(data.agent).data ?? {};
  return title ?? agentType ?? "";
};

/** How an event weighs, for the eye that runs down a list. */
export const toneOf = ({ type, data }: EventEnvelope): "stop" | "wait" | "plain" => {
  if (type === "question.asked") return "stop";
  if (type === "command.completed" && data.outcome === "failed") return "stop";
  if (/\.(failed|parked|refused)$/.test(type)) return "stop";
  return /\.(retried|revoked|lost)$/.test(type) ? "wait" : "plain";
};

/** The types there are, family by family, for choosing from. */
export const typeChoices: readonly { value: string; label: string }[] = [
  ...new Set(eventCatalogue.map(({ type }) => type.slice(0, type.indexOf(".")))),
].flatMap((family) => [
  { value: `${family}.*`, label: `${family}.*` },
  ...eventCatalogue
    .filter(({ type }) => type.startsWith(`${family}.`))
    .map(({ type }) => ({ value: type, label: type })),
]);

import type { ChildAgent } from "@signalbox/contract/agent-children";
import type { Command, Question, Turn } from "@signalbox/contract/agents";
import { count } from "../../lib/format.ts";
import { launchesOf } from "./launches.ts";
import { type Refused, refusedOf } from "./refused.ts";
import { nameCall } from "./tool-call.ts";

/** One stop on a command's track. */
export type Stop =
  | { kind: "said"; at: string; turn: Turn }
  | { kind: "calls"; at: string; turns: Turn[] }
  | { kind: "question"; at: string; question: Question; refused: Refused }
  | { kind: "child"; at: string; agent: ChildAgent; call: Turn | null };

export interface Section {
  /** Null for what was said outside of any command. */
  command: Command | null;
  stops: readonly Stop[];
}

export interface Conversation {
  sections: readonly Section[];
  /** Prompts typed ahead that the CLI has not taken yet. */
  queued: readonly Turn[];
}

export interface ConversationParts {
  turns: readonly Turn[];
  commands: readonly Command[];
  questions: readonly Question[];
  children: readonly ChildAgent[];
  /** More exists before the first of the turns. */
  hasOlder: boolean;
}

/** Lays turns, questions and child agents on the tracks of their commands. */
export const layTracks = (parts: ConversationParts): Conversation => {
  const from = parts.hasOlder ? (parts.turns[0]?.at ?? "") : "";
  const commands = parts.commands.filter((command) => (command.completedAt ?? "~") >= from);
  const tracks = new Map(commands.map(({ id }): [string | null, Stop[]] => [id, []]));
  const outside: Stop[] = [];
  let running = -1;
  for (const { commandId, stop } of allStops(parts, from).toSorted(byTime)) {
    while ((commands[running + 1]?.startedAt ?? "~") <= stop.at) running += 1;
    const track = tracks.get(commandId) ?? tracks.get(commands[running]?.id ?? null);
    append(track ?? outside, stop);
  }
  const sections = commands.map((command) => ({ command, stops: tracks.get(command.id) ?? [] }));
  return {
    sections: outside.length === 0 ? sections : [{ command: null, stops: outside }, ...sections],
    queued: parts.turns.filter(isQueued),
  };
};

const isQueued = (turn: Turn): boolean =>
  turn.commandId === null && turn.actor === "user" && turn.intent === "command";

interface Placed {
  commandId: string | null;
  stop: Stop;
}

const byTime = (a: Placed, b: Placed): number => (a.stop.at < b.stop.at ? -1 : a.stop.at > b.stop.at ? 1 : 0);

const allStops = (parts: ConversationParts, from: string): Placed[] => {
  const asked = new Set(parts.questions.map((question) => question.turnId));
  const askingTools = new Set(
    parts.questions.map((question) => (question.kind === "permission" ? null : question.tool)),
  );
  const failures = new Map(parts.commands.map(({ id, errorText }) => [id, errorText]));
  // How a command failed is said once, at its end.
  const isFailure = ({ actor, intent, commandId, text }: Turn) =>
    actor === "agent" && intent === "completion" && text === failures.get(commandId ?? "");
  const shown = parts.turns
    .filter((turn) => !turn.internal && !isQueued(turn) && !isFailure(turn))
    .filter((turn) => !asked.has(turn.id) && !askingTools.has(turn.tool?.name ?? ""));
  const launches = launchesOf(shown, parts.children);
  const called = new Set(shown.flatMap(({ id }) => launches.get(id)?.id ?? []));
  return [
    ...shown.map(
      (turn): Placed => ({ commandId: turn.commandId, stop: stopOf(turn, launches.get(turn.id)) }),
    ),
    ...parts.questions
      .filter((question) => question.at >= from)
      .map(
        (question): Placed => ({
          commandId: question.commandId,
          stop: { kind: "question", at: question.at, question, refused: refusedOf(question, parts) },
        }),
      ),
    ...parts.children
      .filter((agent) => agent.startedAt >= from && !called.has(agent.id))
      .map(
        (agent): Placed => ({
          commandId: null,
          stop: { kind: "child", at: agent.startedAt, agent, call: null },
        }),
      ),
  ];
};

const stopOf = (turn: Turn, launched: ChildAgent | undefined): Stop => {
  const { at } = turn;
  if (launched !== undefined) {
    const title = launched.title ?? (nameCall(turn.tool?.input) || null);
    return { kind: "child", at, agent: { ...launched, title }, call: turn };
  }
  return turn.tool === null ? { kind: "said", at, turn } : { kind: "calls", at, turns: [turn] };
};

/** Calls that follow one another become one stop. */
const append = (track: Stop[], stop: Stop) => {
  const last = track.at(-1);
  if (stop.kind === "calls" && last?.kind === "calls") last.turns.push(...stop.turns);
  else track.push(stop);
};

/** Without a noun, the times are counted. */
const verbs: Record<string, [verb: string, noun: string | null]> = {
  Read: ["read", "file"],
  Edit: ["edited", "file"],
  MultiEdit: ["edited", "file"],
  Write: ["wrote", "file"],
  Bash: ["ran", "command"],
  Grep: ["searched", null],
  Glob: ["searched", null],
  WebFetch: ["fetched", "page"],
  WebSearch: ["searched the web", null],
};

/** `read 6 files, searched 3 times, used TodoWrite`. */
export const summarise = (turns: readonly Turn[]): string => {
  const counts = new Map<string, { verb: string; noun: string | null; times: number }>();
  for (const { tool } of turns) {
    if (tool === null) continue;
    const [verb, noun] = verbs[tool.name] ?? [`used ${tool.name}`, null];
    const counted = counts.get(verb) ?? { verb, noun, times: 0 };
    counts.set(verb, { ...counted, times: counted.times + 1 });
  }
  return [...counts.values()]
    .map(({ verb, noun, times }) => {
      if (noun === null) return times === 1 ? verb : `${verb} ${times} times`;
      return `${verb} ${count(times, noun)}`;
    })
    .join(", ");
};

import type { Agent, Command, Question, Turn } from "@signalbox/contract/agents";

/** One stop on a command's track. */
export type Stop =
  | { kind: "said"; at: string; turn: Turn }
  | { kind: "calls"; at: string; turns: readonly Turn[] }
  | { kind: "question"; at: string; question: Question }
  | { kind: "child"; at: string; agent: Agent };

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
  children: readonly Agent[];
  /** More turns exist before the first one. */
  hasOlder: boolean;
}

/** Lays turns, questions and child agents on the tracks of their commands. */
export const layTracks = (parts: ConversationParts): Conversation => {
  const from = parts.hasOlder ? (parts.turns[0]?.at ?? "") : "";
  const commands = parts.commands.filter((command) => (command.completedAt ?? "~") >= from);
  const placed = new Map<string | null, Stop[]>();
  for (const [commandId, stop] of allStops(parts, from)) {
    const known = commands.some((command) => command.id === commandId);
    const key = known ? commandId : (commandAt(commands, stop.at)?.id ?? null);
    placed.set(key, [...(placed.get(key) ?? []), stop]);
  }
  const outside = placed.get(null);
  const sections = commands.map((command) => ({ command, stops: inOrder(placed.get(command.id) ?? []) }));
  return {
    sections: outside === undefined ? sections : [{ command: null, stops: inOrder(outside) }, ...sections],
    queued: parts.turns.filter(isQueued),
  };
};

const isQueued = (turn: Turn): boolean =>
  turn.commandId === null && turn.actor === "user" && turn.intent === "command";

const allStops = (parts: ConversationParts, from: string): [commandId: string | null, stop: Stop][] => {
  const asked = new Set(parts.questions.map((question) => question.turnId));
  const askingTools = new Set(
    parts.questions.map((question) => (question.kind === "permission" ? null : question.tool)),
  );
  const shown = parts.turns.filter(
    (turn) =>
      !turn.internal && !isQueued(turn) && !asked.has(turn.id) && !askingTools.has(turn.tool?.name ?? ""),
  );
  return [
    ...shown.map((turn): [string | null, Stop] => [turn.commandId, stopOf(turn)]),
    ...parts.questions
      .filter((question) => question.at >= from)
      .map((question): [string | null, Stop] => [
        question.commandId,
        { kind: "question", at: question.at, question },
      ]),
    ...parts.children
      .filter((agent) => agent.startedAt >= from)
      .map((agent): [string | null, Stop] => [null, { kind: "child", at: agent.startedAt, agent }]),
  ];
};

const stopOf = (turn: Turn): Stop =>
  turn.tool === null ? { kind: "said", at: turn.at, turn } : { kind: "calls", at: turn.at, turns: [turn] };

const commandAt = (commands: readonly Command[], at: string): Command | undefined =>
  commands.findLast((command) => command.startedAt <= at);

/** By time; calls that follow one another become one stop. */
const inOrder = (stops: readonly Stop[]): Stop[] => {
  const ordered = stops.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const joined: Stop[] = [];
  for (const stop of ordered) {
    const last = joined.at(-1);
    if (stop.kind === "calls" && last?.kind === "calls") {
      joined[joined.length - 1] = { ...last, turns: [...last.turns, ...stop.turns] };
    } else joined.push(stop);
  }
  return joined;
};

const verbs: Record<string, [verb: string, noun: string]> = {
  Read: ["read", "file"],
  Edit: ["edited", "file"],
  MultiEdit: ["edited", "file"],
  Write: ["wrote", "file"],
  Bash: ["ran", "command"],
  Grep: ["searched", "time"],
  Glob: ["searched", "time"],
  WebFetch: ["fetched", "page"],
  WebSearch: ["searched the web", "time"],
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
      return `${verb} ${times} ${noun}${times === 1 ? "" : "s"}`;
    })
    .join(", ");
};

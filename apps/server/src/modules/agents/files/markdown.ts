import type { Agent, Turn } from "@signalbox/contract/agents";

const oneLine = (text: string): string => text.replace(/\s+/gu, " ").trim().slice(0, 120);

/** What stands above the conversation. */
export const headOf = (agent: Agent): string => {
  const facts: [string, string | null][] = [
    ["Backend", agent.backend],
    ["Model", agent.model],
    ["Folder", agent.cwd],
    ["Branch", agent.branch],
    ["Session", agent.sessionId],
    ["Started", agent.startedAt],
    ["Ended", agent.endedAt],
  ];
  const lines = facts.flatMap(([name, value]) => (value === null ? [] : [`- ${name}: ${value}`]));
  return `# ${oneLine(agent.title ?? "Agent")}\n\n${lines.join("\n")}\n`;
};

/** A fence that the text can't end. */
const fenced = (text: string): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}\n`;
};

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value, null, 2);

/** One turn; the first of its command stands under a heading. */
export const markdownOf = (turn: Turn, isFirst: boolean): string => {
  const isPrompt = turn.actor === "user" && turn.intent === "command";
  const heading = isFirst ? `\n## ${isPrompt ? oneLine(turn.text) : "Command"}\n` : "";
  return `${heading}\n${turn.tool === null ? saidOf(turn) : callOf(turn.tool, turn)}`;
};

const saidOf = ({ actor, text, at }: Turn): string => {
  const who = { user: "You", agent: "Agent", system: "System" }[actor];
  return `**${who}** · ${at}\n\n${text}\n`;
};

const callOf = (tool: NonNullable<Turn["tool"]>, { at }: Turn): string => {
  const result =
    tool.result === null ? "" : `\n${tool.failed ? "Failed" : "Result"}\n\n${fenced(textOf(tool.result))}`;
  return `**${tool.name}** · ${at}\n\n${fenced(textOf(tool.input))}${result}`;
};

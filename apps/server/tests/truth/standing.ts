import type { Seen } from "../watched-cli.ts";

const resetWord = ({ resetsAt }: { resetsAt: string | null }) => (resetsAt === null ? "" : ", reset known");

const working = (children: Seen["children"]) =>
  children.some(({ endedAt }) => endedAt === null) ? ["a child works"] : [];

const works = (agent: NonNullable<Seen["agent"]>, children: Seen["children"]): string => {
  const queued = agent.queuedPrompts > 0 ? [`${agent.queuedPrompts} queued`] : [];
  const held = agent.errorClass === null ? [] : [`held up (${agent.errorClass}${resetWord(agent)})`];
  return ["works", ...held, ...working(children), ...queued].join(", ");
};

const lastOutcome = ({ commands }: Seen): string => {
  const last = commands.at(-1);
  if (last === undefined) return "idle";
  const { outcome, errorClass } = last;
  return errorClass === null ? `${outcome}` : `${outcome} (${errorClass}${resetWord(last)})`;
};

/** Where an agent stands, in a few words: what the board shows of it. */
export function standing(seen: Seen): string {
  const { agent, children, questions } = seen;
  if (agent === undefined) return "unknown";
  if (agent.endedAt !== null) return `ended, ${lastOutcome(seen)}`;
  if (agent.state === "idle") return "idle";
  if (agent.state === "complete") return [lastOutcome(seen), ...working(children)].join(", ");
  if (agent.state !== "awaiting_input") return works(agent, children);
  const open = questions.filter(({ state }) => state === "open");
  return `asks (${open.map(({ kind }) => kind).join()})`;
}

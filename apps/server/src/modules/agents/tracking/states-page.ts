import { agentStates, outcomes } from "@signalbox/contract/agents";
import { moves, type Standing, type Word } from "./moves.ts";

const entriesOf = (standing: Standing) => Object.entries(moves[standing]) as [Word, string | null][];
const standings = Object.keys(moves) as Standing[];

/** docs/states.md: the diagram and the table of the state machine, from the value that drives it. */
export function statesPage(): string {
  return `# States of agents and commands

<!-- Written by \`node scripts/write-states.ts\` from modules/agents/tracking/moves.ts. -->

A command walks these states; \`none\` is an agent without an open command. An agent's state is that of its open
command; without one it is \`complete\` if it ever had a command, else \`idle\`. States of agents:
${agentStates.map((state) => `\`${state}\``).join(", ")}. A complete command has an outcome:
${outcomes.map((outcome) => `\`${outcome}\``).join(", ")}.

\`\`\`mermaid
stateDiagram-v2
${diagram().join("\n")}
\`\`\`

| from | word | becomes |
|---|---|---|
${table().join("\n")}

Words that move nothing are left out. A person's prompt to an open command is first told apart by its prompt id: it
is queued, answers a question asked in words, or shows that the command before it was escaped. What is queued joins the
open command when one of its tools ends, and else becomes the next one.
`;
}

function diagram(): string[] {
  const arrows = standings.flatMap((from) =>
    entriesOf(from).flatMap(([word, to]) =>
      to === null ? [] : [`  ${from === "none" ? "[*]" : from} --> ${to}: ${word}`],
    ),
  );
  return [...arrows, "  complete --> [*]"];
}

function table(): string[] {
  return standings.flatMap((from) =>
    entriesOf(from).flatMap(([word, to]) => (to === null ? [] : [`| ${from} | ${word} | ${to} |`])),
  );
}

import {
  agentStates,
  type Outcome,
  outcomes,
  type QuestionState,
  questionStates,
} from "@signalbox/contract/agents";
import { moves, type Standing, type Word } from "./moves.ts";

const entriesOf = (standing: Standing) => Object.entries(moves[standing]) as [Word, string | null][];
const standings = Object.keys(moves) as Standing[];

const outcomeMeanings: Readonly<Record<Outcome, string>> = {
  done: "The agent said that it has finished, or went on to a prompt that was queued",
  failed: "The CLI gave up; its error class says why, a [rate limit](#at-a-rate-limit) for instance",
  interrupted:
    "The CLI said that it idles, with a permission, a choice or a plan still open: that was refused, or what was permitted was interrupted while it ran",
  superseded:
    "Another prompt came while it was open: the person had interrupted it, or refused what it asked",
  session_ended: "Its session ended before it did",
  lost: "How it ended was never heard: the CLI said that it idles, or its process is gone",
};

const questionMeanings: Readonly<Record<QuestionState, string>> = {
  open: "It awaits an answer",
  answering: "An answer given in Signalbox is under way (not yet: it takes none)",
  answered: "It was answered in Signalbox (not yet)",
  answered_elsewhere: "The agent went on, asked something else or stopped: it was answered in the terminal",
  expired: "Its command was superseded, or its session ended: no answer will come",
  failed: "The answer given in Signalbox did not reach the CLI (not yet)",
};

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
open command when one of its tools ends, and else becomes the next one; it is forgotten when the session ends or is
resumed, since a CLI holds its queue in memory.

## Outcomes of a command

| outcome | means |
|---|---|
${outcomes.map((outcome) => `| ${outcome} | ${outcomeMeanings[outcome]} |`).join("\n")}

## At a rate limit

An agent whose last command failed with \`rate_limit\` is \`complete\` like any other, and is shown with the reason of
its own: "Rate limit, resets in 12 min", counting down, then "the limit has reset". The time is what the CLI told with
the failure, and is shown with the command and with the agent; where it told none, nothing counts down. Now lists such
sessions beside the queue: nothing can be answered, and they go on only when someone tells them to. The next prompt ends
it.

## States of a question

| state | means |
|---|---|
${questionStates.map((state) => `| ${state} | ${questionMeanings[state]} |`).join("\n")}

## What no hook tells

Hooks are told at once, and not all is told by them: No or Escape in a dialog, Escape at work, a failure that the CLI
kept to itself, a hook that was lost. The transcript, the file in which a CLI keeps a session, tells those a tenth of a
second to a second later, and holds the truth: its times, its words, how a command ended. What hooks told is confirmed by
it, what they left out is made good, and where a command had been closed on a conclusion alone (\`superseded\`,
\`session_ended\`, \`lost\`) its outcome is corrected. A signal that would close a command whose end nobody told waits for the
transcript to be read first.

Nothing tells of a permission that is allowed in the terminal before its tool has run: until then its question stays
\`open\`. Escape before the first word of an answer shows in the terminal alone: of Claude Code that is looked at where it
runs in tmux, else that command stays as it was until the next prompt. [clis.md](clis.md) lists what each CLI can't tell,
[truth.md](truth.md) what is shown after each step.

The server looks for the processes of agents itself. One that was killed, or went down with its machine, ends within two
seconds (\`process_gone\`): its question is \`expired\`, its command \`lost\`. An agent whose process
no hook told ends with its pane in tmux (\`pane_gone\`, \`pane_left\`), else after a day without a word (\`silent\`,
SIGNALBOX_SILENT_HOURS). One that was ended wrongly comes back with its next sign of life, be it a call under the
prompt that it ended with, or what an agent does that it started.

An agent at work of which nothing was heard for ten minutes is shown as silent. That is no state: nothing happened.
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

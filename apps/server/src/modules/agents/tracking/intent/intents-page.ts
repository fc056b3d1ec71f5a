import { isHeldOut, type LabelledMessage } from "./labelled.ts";
import { countOf, type Measured, measure, precisionOf, readings, recallOf } from "./measure.ts";

/** The labelled messages: the first set, and those that were written after the rules. */
export interface LabelledSets {
  first: readonly LabelledMessage[];
  later: readonly LabelledMessage[];
}

/** docs/intents.md: the rule of labelling, and how well the labelled messages are read. */
export function intentsPage({ first, later }: LabelledSets): string {
  const heldOut = first.filter(isHeldOut);
  return `# Intents of messages

<!-- Written by \`node scripts/write-intents.ts\` from modules/agents/tracking/intent. -->

What a finished message of an agent does is read from its text: the end of it, in the agent's own words. Code,
quotations, links, tables and footers are left out first. Then the first layer that knows decides: a question that
nothing behind it answers; words that ask or wait for the person without a question mark; words that say what is left to
do, or what the agent does next; words that say that it has finished; an offer. What none of them knows is a completion
of little confidence. The verdict, its confidence and its rule are stored with the turn.

A Stop is a stop: a message that says what comes next completes its command too, unless agents that it started still
run. It keeps the intent \`progress\`, so that one sees that more was announced than done.

## How a message is labelled

One thing decides: **does the agent need the person to go on?**

| label | a message of the agent that … |
|---|---|
| \`question\` | puts a question to the person and waits: a choice, a fact, a yes or no, "Want me to …?", "Shall I …?" |
| \`question\` | says without a question mark that it stopped for the person: "Please confirm", "Tell me which", "I need your key before I can go on", "Permission denied; once you have … I can continue" |
| \`completion\` | reports what was done or found, answers a question, or says that it can't be done and leaves it there |
| \`completion\` | offers more without needing a reply: "Let me know if …", "I can also … if you like", "Happy to …", "Feel free to …" |
| \`completion\` | asks out of courtesy alone: "Anything else?", "How can I help you today?" |
| \`progress\` | says that the agent itself goes on: "Next I'll …", "Running the tests now…", "I'll wait for the build and then deploy" |

What is not the agent's own voice counts for nothing: code, quotations, links, headings and questions it answers itself.
A question stays one with something behind it: the options, a reason, a recommendation, code, a signature. A hint about
what the person may do later ("restart your terminal", "review the diff when you have time") asks for nothing.

Of a person's text alone, \`answer\` is one that makes no sense without what was asked ("yes", "Option B", "No, use
Postgres instead"), and \`command\` is every other, questions among them. The tracker does not go by it: whether a prompt
answers is told by what is open.

## How well they are read

All messages are written for this, after how Claude Code, Codex, Gemini and OpenCode end their turns; they stand in
\`messages.jsonl\` (${first.length}) and \`later-messages.jsonl\` (${later.length}). A third of the first, told by their ids, is held out: nobody looks
at it while writing rules.

${section("All", [...first, ...later])}

${section("Held out", heldOut)}

${section("Written after the rules", later)}

The figures flatter: who wrote the messages wrote the rules. So each batch of the later messages was read once before
any rule knew it. Two batches were hard on purpose, most of their questions without a question mark: of the first 115,
questions came at a recall of 0.70 and a precision of 0.97; of the next 72, with the rules broadened after those, 0.77
and 0.92. The last 35 are ordinary, and all came right. Expect about that of words that are new: what ends with a
question mark is found, and of what asks by other words some is taken for a completion, most of it with the rule "says
neither" and its low confidence.
`;
}

function section(title: string, messages: readonly LabelledMessage[]): string {
  const measured = measure(messages);
  return `### ${title}: ${messages.length} messages

${table(measured, readings.agent)}

${table(measured, readings.user)}`;
}

function table(measured: readonly Measured[], intents: readonly LabelledMessage["intent"][]): string {
  const rows = intents.map((intent) => {
    const cells = intents.map((read) => countOf(measured, intent, read));
    const shares = [recallOf(measured, intent), precisionOf(measured, intent)].map((share) =>
      share.toFixed(3),
    );
    return `| ${[intent, ...cells, ...shares].join(" | ")} |`;
  });
  return [
    `| labelled ↓, read → | ${intents.join(" | ")} | recall | precision |`,
    `|---|${"--:|".repeat(intents.length + 2)}`,
    ...rows,
  ].join("\n");
}

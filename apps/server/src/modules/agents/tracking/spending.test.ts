import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { adapterOf, type Spent } from "../../backends/index.ts";
import { type Ledger, ledger } from "./ledger.testing.ts";
import { s, session } from "./session.testing.ts";

const spentIn = (book: Ledger) => book.facts.flatMap(({ fact }) => (fact.kind === "spent" ? [fact] : []));

const answer = (of: Partial<Spent> = {}): Spent => ({
  ...{ id: "a1", model: "claude-opus-5-5", input: 100, output: 10, cacheRead: 1_000, cacheWrite: 0 },
  ...of,
});

let told = 0;
/** A line of the transcript that tells what an answer took, and perhaps is of a child. */
function tells(
  book: Ledger,
  spent: Spent,
  { promptId = "p1", child = null as string | null, at = 50_000 } = {},
) {
  told += 1;
  return book.apply({
    ...{ backend: "claude", source: "transcript", event: "line", sessionId: s, promptId },
    at: new Date(1_700_000_000_000 + at),
    child: child === null ? null : { id: child, type: "general-purpose" },
    process: { pid: null, pane: null, entry: null },
    ...{ cwd: "/w", model: null, transcriptPath: null, ownIdentity: `line:${told}` },
    ...{ observation: { kind: "other" }, spent },
  });
}

test("an answer counts once, however often it is told, and a larger telling takes its place", () => {
  const { book, prompt } = session();
  prompt("do it");
  for (const output of [10, 10, 30, 20]) tells(book, answer({ output }));
  expect(spentIn(book).map(({ answer: id, output }) => [id, output])).toEqual([
    ["a1", 10],
    ["a1", 30],
  ]);
});

test("an answer belongs to the command under its prompt id, open or closed, and else to none", () => {
  const { book, prompt, say } = session();
  prompt("one");
  say("Stop", { last_assistant_message: "Done." });
  prompt("two", "p2");
  tells(book, answer());
  tells(book, answer({ id: "a2" }), { promptId: "p2" });
  tells(book, answer({ id: "a3" }), { promptId: "p9" });
  expect(spentIn(book).map(({ commandId }) => commandId)).toEqual([
    ...book.commands.map(({ id }) => id),
    null,
  ]);
});

test("what the newest answer was given and gave is in the context", () => {
  const agent = session();
  agent.prompt("do it");
  tells(agent.book, answer({ cacheWrite: 5 }));
  expect(agent.agent).toMatchObject({ contextTokens: 1_115, contextLimit: 1_000_000 });
  tells(agent.book, answer({ id: "a2", model: "unheard-of" }), { at: 60_000 });
  expect(agent.agent).toMatchObject({ contextTokens: 1_110, contextLimit: null });
  tells(agent.book, answer({ id: "a0", input: 7 }), { at: 40_000 });
  expect(agent.agent).toMatchObject({ contextTokens: 1_110, contextLimit: null });
});

test("a child's answer is its own, and fills no context but its own", () => {
  const agent = session();
  agent.prompt("do it");
  tells(agent.book, answer(), { child: "kid" });
  expect(agent.agent.contextTokens).toBeNull();
  expect(agent.book.agent(s, "kid")).toMatchObject({ contextTokens: 1_110 });
  agent.say("SessionEnd", { reason: "other" });
  tells(agent.book, answer({ id: "a2" }), { child: "never heard of" });
  expect(agent.agent.contextTokens).toBeNull();
  expect(spentIn(agent.book)).toHaveLength(2);
});

test("a model without a price costs an unknown amount", () => {
  const { book, prompt } = session();
  prompt("do it");
  tells(book, answer({ model: "unheard-of" }));
  expect(spentIn(book)).toMatchObject([{ model: "unheard-of", cost: null }]);
});

const transcripts = new URL("../../../../../../packages/testkit/recordings/transcripts/", import.meta.url);

/** Reads a recorded transcript as if nothing else was heard. */
function readAlone(cli: "claude" | "codex" | "gemini", name: string) {
  const book = ledger(cli);
  const format = adapterOf(cli)?.transcript;
  const reader = format?.kind === "lines" ? format.open(`/${name}.jsonl`, null) : undefined;
  const lines = readFileSync(new URL(`${cli}/${name}.jsonl`, transcripts), "utf8")
    .trimEnd()
    .split("\n");
  for (const line of lines) for (const signal of reader?.read(JSON.parse(line)) ?? []) book.apply(signal);
  const [agent] = book.lanes.values();
  return { agent, spent: spentIn(book), commands: book.commands };
}

test("the transcript of each CLI tells what its answers took, for which command, and how full the context is", () => {
  const codex = readAlone("codex", "exec-basic");
  expect(codex.agent?.contextLimit).toBe(258_400);
  const claude = readAlone("claude", "headless-basic");
  expect(claude.agent?.contextLimit).toBe(1_000_000);
  const gemini = readAlone("gemini", "headless-basic");
  expect(gemini.agent?.contextLimit).toBe(1_048_576);
  for (const { agent, spent, commands } of [codex, claude, gemini]) {
    expect(spent.length).toBeGreaterThan(0);
    expect(new Set(spent.map(({ answer: id }) => id)).size).toBe(spent.length);
    expect(spent.every(({ commandId }) => commandId === commands[0]?.id)).toBe(true);
    const newest = spent.at(-1);
    expect(agent?.contextTokens).toBe(
      (newest?.input ?? 0) + (newest?.cacheRead ?? 0) + (newest?.cacheWrite ?? 0) + (newest?.output ?? 0),
    );
  }
});

test("what Claude Code says itself that the session cost is the sum of what its answers cost", () => {
  const { agent, spent } = readAlone("claude", "headless-basic");
  const sum = spent.reduce((total, { cost }) => total + (cost ?? 0), 0);
  expect(agent?.reportedCost?.micros).toBe(sum);
});

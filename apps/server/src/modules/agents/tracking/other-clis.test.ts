import { recordedHooks } from "@signalbox/testkit/recordings";
import { expect, test } from "vitest";
import { adapterOf } from "../../backends/index.ts";
import { ledger } from "./ledger.testing.ts";

const isSubscribed = (cli: string, event: unknown): boolean => {
  const entry = adapterOf(cli)?.hookEntry;
  return entry?.kind === "settings" && entry.block.subscriptions.some((one) => one.event === event);
};

/** What becomes of the commands of a recording: their outcomes, or the states of those that are open. */
function outcomesOf(cli: "codex" | "gemini", name: string): string[] {
  const book = ledger(cli);
  for (const { payload, atMs } of recordedHooks(cli, name)) {
    if (isSubscribed(cli, payload.hook_event_name)) book.hear(payload, atMs);
  }
  return book.commands.map(({ state, outcome }) => outcome ?? state);
}

test.each([
  ["exec-basic", ["done"]],
  ["sig-INT", ["interrupted"]],
  ["sig-TERM", ["commanded"]],
  ["err-401", ["session_ended"]],
  ["err-429-usage", ["session_ended"]],
])("a recording of Codex (%s) gives %j", (name, outcomes) => {
  expect(outcomesOf("codex", name)).toEqual(outcomes);
});

test.each([
  ["headless-basic", ["done"]],
  ["err-429", ["done"]],
  ["err-401", ["commanded"]],
])("a recording of Gemini CLI (%s) gives %j", (name, outcomes) => {
  expect(outcomesOf("gemini", name)).toEqual(outcomes);
});

test("what is typed into Codex while it works is part of the command, whether or not a tool follows", () => {
  const book = ledger("codex");
  let at = 0;
  const hear = (hook_event_name: string, more: object = {}) => {
    at += 10_000;
    book.hear({ session_id: "s", turn_id: "t1", hook_event_name, ...more }, at);
  };
  hear("UserPromptSubmit", { prompt: "First" });
  hear("UserPromptSubmit", { prompt: "And this" });
  hear("Stop", { last_assistant_message: "Both done." });
  expect(book.commands).toMatchObject([{ outcome: "done" }]);
  expect(book.turns.map(({ commandId }) => commandId)).toEqual(Array(3).fill(book.commands[0]?.id));
  expect(book.agent("s")?.memory.queue).toEqual([]);
});

test("a plan that Codex proposes awaits the next prompt, which is the answer to it", () => {
  const book = ledger("codex");
  let at = 0;
  const hear = (turn_id: string, hook_event_name: string, more: object = {}) => {
    at += 10_000;
    book.hear({ session_id: "s", turn_id, hook_event_name, ...more }, at);
  };
  hear("t1", "UserPromptSubmit", { prompt: "Paint it" });
  const format = adapterOf("codex")?.transcript;
  if (format?.kind !== "lines") throw new Error("Codex writes lines");
  const reader = format.open("/rollout.jsonl", null);
  const item = { type: "Plan", id: "t1-plan", text: "# Paint it\n\n1. Buy paint\n" };
  const lines = [
    { type: "session_meta", payload: { id: "s" } },
    { type: "event_msg", payload: { type: "item_completed", turn_id: "t1", item } },
  ];
  for (const line of lines)
    for (const signal of reader.read({ ...line, timestamp: new Date(at + 5_000).toISOString() }))
      book.apply(signal);
  hear("t1", "Stop");
  expect(book.agent("s")?.state).toBe("awaiting_input");
  expect(book.questions).toMatchObject([{ kind: "plan", state: "open", text: "Paint it" }]);
  hear("t2", "UserPromptSubmit", { prompt: "Implement the plan." });
  expect(book.agent("s")?.state).toBe("processing");
  hear("t2", "Stop", { last_assistant_message: "All painted." });
  expect(book.commands).toMatchObject([{ outcome: "done" }]);
  expect(book.questions).not.toMatchObject([{ state: "open" }]);
});

test("what OpenCode's plugin tells long after a turn was known to be over opens no other command", () => {
  const book = ledger("opencode");
  const hear = (atMs: number, hook_event_name: string, more: object = {}) =>
    book.hear({ session_id: "s", prompt_id: "m1", hook_event_name, ...more }, atMs);
  const part = { type: "tool", tool: "bash", callID: "c", state: { status: "running", input: {} } };
  hear(0, "chat.message", { message_id: "m1", prompt: "Do it" });
  hear(1_000, "session.idle", { event_id: "e1", last_assistant_message: "Done." });
  hear(9_000, "message.updated", { event_id: "e2" });
  hear(9_500, "message.part.updated", { event_id: "e3", part });
  expect(book.commands).toMatchObject([{ outcome: "done" }]);
  expect(book.agent("s")?.state).toBe("complete");
  hear(10_000, "chat.message", { message_id: "m2", prompt_id: "m2", prompt: "And this" });
  expect(book.commands.map(({ state }) => state)).toEqual(["complete", "commanded"]);
});

test("what Gemini CLI had said when Escape was pressed is no answer, though its hook hands it in as one", () => {
  const book = ledger("gemini");
  const hear = (atMs: number, hook_event_name: string, more: object = {}) => {
    const timestamp = new Date(1_700_000_000_000 + atMs).toISOString();
    book.hear({ session_id: "s", hook_event_name, timestamp, ...more }, atMs);
  };
  const format = adapterOf("gemini")?.transcript;
  if (format?.kind !== "lines") throw new Error("Gemini writes lines");
  const reader = format.open("/tmp/x/chats/session-1.jsonl", null);
  const line = (atMs: number, id: string, type: string, content: string) => {
    const timestamp = new Date(1_700_000_000_000 + atMs).toISOString();
    for (const signal of reader.read({ sessionId: "s", id, type, content, timestamp })) book.apply(signal);
  };
  hear(0, "BeforeAgent", { prompt: "Count" });
  line(20, "m1", "user", "Count");
  hear(2_000, "AfterAgent", { prompt: "Count", prompt_response: "one" });
  expect(book.commands).toMatchObject([{ outcome: "done" }]);
  line(2_010, "m2", "info", "Request cancelled.");
  expect(book.commands).toMatchObject([{ outcome: "interrupted" }]);
});

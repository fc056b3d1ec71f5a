import { describe, expect, test } from "vitest";
import { session } from "./session.testing.ts";

describe("prompts", () => {
  test("a prompt with no open command is a command", () => {
    const one = session();
    one.prompt("Build it");
    expect(one.agent).toMatchObject({ state: "commanded", title: "Build it" });
  });

  test("a prompt under the same prompt id is queued, and taken by the first signal under a new one", () => {
    const one = session();
    one.prompt("First");
    one.prompt("Second");
    expect(one.agent.memory.queue).toHaveLength(1);
    one.say("PreToolUse", { tool_name: "Read", tool_use_id: "t1", prompt_id: "p2" });
    expect(one.commands).toEqual(["done", "processing"]);
    expect(one.agent.title).toBe("Second");
    expect(one.book.turns.map(({ commandId }) => commandId === null)).toEqual([false, false, false]);
  });

  test("a prompt queued while a tool runs joins the open command with the tool's result", () => {
    const one = session();
    const tool = { tool_name: "Bash", tool_input: { command: "sleep 8" }, tool_use_id: "t1" };
    one.prompt("Long work");
    one.say("PreToolUse", tool);
    one.prompt("And then this");
    one.say("PostToolUse", tool);
    one.say("Stop", { last_assistant_message: "Both done." });
    expect(one.agent.memory.queue).toEqual([]);
    expect(one.agent).toMatchObject({ state: "complete", title: "Long work" });
    const [command] = one.book.commands;
    expect(one.book.turns.map(({ commandId }) => commandId)).toEqual(Array(4).fill(command?.id));
    one.prompt("Something else", "p2");
    expect(one.agent).toMatchObject({ state: "commanded", title: "Something else" });
  });

  test("a notification or the session's end takes nothing from the queue", () => {
    const one = session();
    one.prompt("First");
    one.prompt("Second");
    one.say("Notification", { notification_type: "other", prompt_id: "p9" });
    one.say("SessionEnd", { reason: "other", prompt_id: "p9" });
    expect(one.commands).toEqual(["session_ended"]);
    expect(one.book.turns.filter(({ commandId }) => commandId === null)).toHaveLength(1);
  });

  test("a prompt typed while a taken one runs is queued behind it", () => {
    const one = session();
    one.prompt("First");
    one.prompt("Second");
    one.prompt("Third", "p2");
    expect(one.commands).toEqual(["done", "commanded"]);
    expect(one.agent.title).toBe("Second");
    expect(one.agent.memory.queue.map(({ title }) => title)).toEqual(["Third"]);
  });

  test("a prompt under another prompt id means that the one before was escaped", () => {
    const one = session();
    one.prompt("First");
    one.prompt("Second", "p2");
    expect(one.commands).toEqual(["superseded", "commanded"]);
  });

  test("a prompt without a prompt id counts as another one", () => {
    const one = session();
    one.prompt("First");
    one.say("UserPromptSubmit", { prompt: "Second", prompt_id: undefined });
    expect(one.commands).toEqual(["superseded", "commanded"]);
  });

  test("a prompt made by the machine is a turn of the system and opens nothing", () => {
    const one = session();
    one.prompt("<task-notification>\n<task-id>x</task-id>", "p7");
    expect(one.agent.state).toBe("idle");
    expect(one.book.turns).toMatchObject([{ actor: "system", internal: true }]);
  });

  test("a prompt that comes after its effects becomes their command's instruction", () => {
    const one = session();
    one.say("PreToolUse", { tool_name: "Read", tool_use_id: "t1" });
    expect(one.agent.title).toBeNull();
    one.prompt("Late words", "p1", { after: 20 });
    expect(one.commands).toEqual(["processing"]);
    expect(one.agent.title).toBe("Late words");
  });
});

describe("prompts and the queue", () => {
  test("with prompts still queued, a prompt with no open command comes after the queue's head", () => {
    const one = session();
    one.prompt("One");
    one.prompt("Two");
    one.say("Stop", { last_assistant_message: "Done." });
    one.prompt("Three");
    expect(one.commands).toEqual(["done", "commanded"]);
    expect(one.agent.title).toBe("Two");
    expect(one.agent.memory.queue.map(({ title }) => title)).toEqual(["Three"]);
  });

  test("what was queued before a session was resumed is never taken", () => {
    const one = session();
    one.prompt("One");
    one.prompt("Two");
    one.say("Stop", { last_assistant_message: "Done." });
    one.say("SessionStart", { source: "resume" });
    one.prompt("Three", "p2");
    expect(one.agent).toMatchObject({ state: "commanded", title: "Three" });
  });

  test("a prompt right after the session's end is kept in words", () => {
    const one = session();
    one.prompt("One");
    one.say("SessionEnd", { reason: "other" });
    one.prompt("Two", "p2", { after: 100 });
    expect(one.agent.endedAt).not.toBeNull();
    expect(one.book.turns.map(({ text }) => text)).toEqual(["One", "Two"]);
  });

  test("a request under the prompt id of a command closed long ago still asks", () => {
    const one = session();
    one.prompt("One");
    one.say("Stop", { last_assistant_message: "Done." });
    one.prompt("Two", "p2");
    one.asks("rm x");
    expect(one.agent.state).toBe("awaiting_input");
  });

  test("answers in strange shapes are kept as what they are", () => {
    const one = session();
    one.prompt("Go");
    for (const answer of [{ toString: 1 }, [{ toString: null }], null, 7]) {
      one.say("PostToolUse", {
        tool_name: "AskUserQuestion",
        tool_response: { answers: { "Which?": answer } },
      });
    }
    expect(one.agent.state).toBe("processing");
  });
});

describe("a prompt with an image, of which hook and transcript tell in different words", () => {
  const told = ["[Image #1] describe it", "[Image #1] describe it\n[image]"] as const;
  const headless = ["Look at this", "Look at this\n[image]"] as const;
  const long = "so much to say ".repeat(20);
  const longer = [`[Image #1] ${long}`, `${long}\n[image]`] as const;
  const by = (one: ReturnType<typeof session>, text: string, promptId: string) =>
    one.book.apply({
      ...{ backend: "claude", source: "transcript", event: "user", at: new Date(one.agent.lastSeenAt + 5) },
      ...{ sessionId: "session-1", child: null, promptId, cwd: "/w", model: null, transcriptPath: null },
      ...{ ownIdentity: `prompt:${text}`, spent: null, process: { pid: null, pane: null, entry: null } },
      observation: { kind: "prompted", text, machineMade: false },
    });

  test.each([told, headless, longer])("is one turn, whichever is heard first: %j", (hook, line) => {
    const first = session();
    first.say("SessionStart");
    by(first, line, "p1");
    first.prompt(hook);
    expect(first.book.turns).toHaveLength(1);
    const second = session();
    second.prompt(hook);
    by(second, line, "p1");
    expect(second.book.turns).toHaveLength(1);
    expect([first.commands, second.commands]).toEqual([["commanded"], ["commanded"]]);
  });

  test("is one turn where it was queued, and taken by name", () => {
    const one = session();
    one.prompt("First");
    one.prompt(told[0]);
    by(one, told[1], "p2");
    expect(one.commands).toEqual(["done", "commanded"]);
    expect(one.book.turns).toHaveLength(2);
  });

  test("is another one where its words are others", () => {
    const one = session();
    one.prompt("First");
    one.prompt("[Image #1] describe it");
    one.prompt("[Image #2] describe that");
    expect(one.agent.memory.queue).toHaveLength(2);
  });
});

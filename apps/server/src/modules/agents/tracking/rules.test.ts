import { describe, expect, test } from "vitest";
import type { Observation } from "../../backends/index.ts";
import { ledger } from "./ledger.testing.ts";
import { s, session } from "./session.testing.ts";

describe("questions", () => {
  test("a permission request awaits input, and the tool's end answers it in the terminal", () => {
    const one = session();
    one.prompt("Go");
    one.asks("rm x");
    expect(one.agent.state).toBe("awaiting_input");
    one.say("PostToolUse", { tool_name: "Bash", tool_input: { command: "rm x" }, tool_use_id: "t1" });
    expect(one.agent.state).toBe("processing");
    expect(one.book.questions).toMatchObject([{ kind: "permission", state: "answered_elsewhere" }]);
  });

  test("the start of the very call that is asked about is no answer", () => {
    const one = session();
    one.prompt("Go");
    one.asks("rm x");
    one.say(
      "PreToolUse",
      { tool_name: "Bash", tool_input: { command: "rm x" }, tool_use_id: "t1" },
      { after: 20 },
    );
    expect(one.agent.state).toBe("awaiting_input");
  });

  test("the start of another call is an answer", () => {
    const one = session();
    one.prompt("Go");
    one.asks("rm x");
    one.say("PreToolUse", { tool_name: "Read", tool_input: { file_path: "/a" }, tool_use_id: "t2" });
    expect(one.agent.state).toBe("processing");
  });

  test("a second request answers the first elsewhere and awaits input anew", () => {
    const one = session();
    one.prompt("Go");
    one.asks("rm x");
    one.asks("rm y");
    expect(one.book.questions.map(({ state }) => state)).toEqual(["answered_elsewhere", "open"]);
  });

  test("an identical request after the first was answered is a question of its own", () => {
    const one = session();
    one.prompt("Go");
    one.asks("npm test");
    one.say("PostToolUse", { tool_name: "Bash", tool_input: { command: "npm test" }, tool_use_id: "t1" });
    one.asks("npm test");
    expect(one.book.questions.map(({ state }) => state)).toEqual(["answered_elsewhere", "open"]);
  });

  test("an identical request while the first is open is a double, however late", () => {
    const one = session();
    one.prompt("Go");
    one.asks("npm test");
    one.asks("npm test", { after: 60_000 });
    expect(one.book.questions).toHaveLength(1);
  });

  test("a request that arrives after its call had finished asks nothing", () => {
    const one = session();
    one.prompt("Go");
    one.say("PostToolUse", { tool_name: "Bash", tool_input: { command: "ls" }, tool_use_id: "t1" });
    one.asks("ls", { after: 50 });
    expect(one.book.questions).toEqual([]);
  });

  test("what the next command asks is a question, though the same call has just finished in the one before", () => {
    const one = session();
    one.prompt("Go");
    one.say("PostToolUse", { tool_name: "Bash", tool_input: { command: "ls" }, tool_use_id: "t1" });
    one.say("Stop", { last_assistant_message: "Done." }, { after: 200 });
    one.prompt("Again", "p2", { after: 300 });
    one.say(
      "PermissionRequest",
      { tool_name: "Bash", tool_input: { command: "ls" }, prompt_id: "p2" },
      { after: 300 },
    );
    expect(one.book.questions.map(({ state }) => state)).toEqual(["open"]);
  });

  test("a stop that ends by asking is a question in words; the next prompt answers it", () => {
    const one = session();
    one.prompt("Go");
    one.say("Stop", { last_assistant_message: "Two ways.\n\nWhich one do you want?" });
    expect(one.agent.state).toBe("awaiting_input");
    one.prompt("The first", "p2");
    expect(one.commands).toEqual(["processing"]);
    expect(one.book.turns.at(-1)).toMatchObject({ actor: "user", intent: "answer" });
    one.say("Stop", { last_assistant_message: "Done.", prompt_id: "p2" });
    expect(one.commands).toEqual(["done"]);
  });

  test("a stop that waits for the person without a question mark asks as well", () => {
    const one = session();
    one.prompt("Go");
    one.say("Stop", { last_assistant_message: "Two environments match. Tell me which one to use." });
    expect(one.agent.state).toBe("awaiting_input");
    const rule = "stopped: says that it needs the person";
    expect(one.book.turns.at(-1)).toMatchObject({ intent: "question", confidence: 0.9, rule });
    expect(one.agent.evidence.rule).toBe(rule);
  });

  test("a stop that says what comes next completes, and the turn tells what was announced", () => {
    const one = session();
    one.prompt("Go");
    one.say("Stop", { last_assistant_message: "The build runs. I'll wait for it, then deploy." });
    expect(one.commands).toEqual(["done"]);
    const rule = "stopped: says what is left to do";
    expect(one.book.turns.at(-1)).toMatchObject({ intent: "progress", confidence: 0.95, rule });
  });

  test("a permission dialog that no hook told of can only be answered in the terminal", () => {
    const one = session();
    one.prompt("Go");
    one.say("Notification", {
      notification_type: "permission_prompt",
      message: "Claude needs your permission",
    });
    expect(one.agent.state).toBe("awaiting_input");
    expect(one.book.questions).toMatchObject([{ terminalOnly: true, text: "Claude needs your permission" }]);
  });

  test("the notification about a request that is open asks nothing more", () => {
    const one = session();
    one.prompt("Go");
    one.asks("rm x");
    one.say("Notification", {
      notification_type: "permission_prompt",
      message: "Claude needs your permission",
    });
    expect(one.book.questions).toHaveLength(1);
  });

  test("the notification about a child's request asks nothing of its parent", () => {
    const one = session();
    const child = { agent_id: "child", agent_type: "Explore" };
    one.prompt("Go");
    one.say("SubagentStart", child);
    one.say("PermissionRequest", { ...child, tool_name: "Bash", tool_input: { command: "touch z" } });
    const notice = { notification_type: "permission_prompt", message: "Claude needs your permission" };
    one.say("Notification", notice);
    expect(one.book.questions).toHaveLength(1);
    one.say("PostToolUse", { ...child, tool_name: "Bash", tool_input: { command: "touch z" } });
    one.say("Notification", notice);
    expect(one.book.questions).toHaveLength(2);
  });

  test("answers given in the terminal are kept with the question", () => {
    const one = session();
    const questions = [{ question: "Which?", options: [{ label: "a" }, { label: "b" }], multiSelect: false }];
    one.prompt("Go");
    one.say("PermissionRequest", { tool_name: "AskUserQuestion", tool_input: { questions } });
    one.say("PostToolUse", {
      tool_name: "AskUserQuestion",
      tool_input: { questions },
      tool_response: { questions, answers: { "Which?": "b" } },
      tool_use_id: "t1",
    });
    const closed = one.book.facts.flatMap(({ fact }) => (fact.kind === "question_closed" ? fact.parts : []));
    expect(closed).toMatchObject([{ text: "Which?", answer: "b" }]);
  });
});

test.each(["constructor", "toString", "__proto__"])(
  "a question in the words %j stays unanswered",
  (question) => {
    const one = session();
    one.say("PermissionRequest", {
      tool_name: "AskUserQuestion",
      tool_input: { questions: [{ question, options: [{ label: "a" }] }] },
    });
    one.say("Stop", { last_assistant_message: "Done." });
    const closed = one.book.facts.flatMap(({ fact }) => (fact.kind === "question_closed" ? fact.parts : []));
    expect(closed).toMatchObject([{ text: question, answer: null }]);
  },
);

test("every child ends with its parent, however many there are", () => {
  const one = session();
  one.prompt("Go");
  const ids = Array.from({ length: 250 }, (_, number) => `child-${number}`);
  for (const agent_id of ids) one.say("SubagentStart", { agent_id, agent_type: "Explore" }, { after: 1 });
  one.say("SessionEnd", { reason: "other" });
  expect(ids.filter((id) => one.book.agent(s, id)?.endReason !== "parent_ended")).toEqual([]);
});

test("a session that is resumed and ended again within a moment has ended", () => {
  const one = session();
  for (let life = 0; life < 3; life++) {
    one.say("SessionStart", { source: "resume", life }, { after: 500, pid: life + 1 });
    one.say("SessionEnd", { reason: "other" }, { after: 500, pid: life + 1 });
  }
  expect(one.agent.endReason).toBe("other");
});

test("what a child said is a double of it after its session ended too", () => {
  const one = session();
  one.prompt("Go");
  const child = { agent_id: "child", agent_type: "Explore" };
  const reads = () => one.say("PreToolUse", { ...child, tool_name: "Read", tool_use_id: "t1" });
  reads();
  one.say("SessionEnd", { reason: "other" });
  const seen = one.book.agent(s)?.lastSeenAt;
  expect(reads().identity).toBe(null);
  expect(one.book.agent(s)?.lastSeenAt).toBe(seen);
});

describe("ends", () => {
  test("a stop completes; a background shell does not keep the command open", () => {
    const one = session();
    one.prompt("Go");
    one.say("Stop", {
      last_assistant_message: "Done.",
      background_tasks: [{ type: "shell", status: "running" }],
    });
    expect(one.commands).toEqual(["done"]);
  });

  test("a stop with agents it started still running is progress; the last stop completes", () => {
    const one = session();
    one.prompt("Go");
    one.say("Stop", {
      last_assistant_message: "Started.",
      background_tasks: [{ type: "subagent", status: "running" }],
    });
    expect(one.commands).toEqual(["processing"]);
    one.prompt("<task-notification>x", "p2");
    one.say("Stop", { last_assistant_message: "All done.", prompt_id: "p2" });
    expect(one.commands).toEqual(["done"]);
  });

  test("a failure completes with its class, and a rate limit keeps when it opens again", () => {
    const one = session();
    one.prompt("Go");
    one.say("StopFailure", { error: "rate_limit", last_assistant_message: "Limit · resets 10:05am (UTC)" });
    expect(one.commands).toEqual(["failed"]);
    const [completed] = one.book.facts.flatMap(({ fact }) =>
      fact.kind === "command_completed" ? [fact] : [],
    );
    expect(completed).toMatchObject({ errorClass: "rate_limit" });
    expect(completed?.resetsAt?.toISOString()).toMatch(/T10:05:00.000Z$/);
    expect(one.agent).toMatchObject({ errorClass: "rate_limit", resetsAt: completed?.resetsAt?.getTime() });
    one.prompt("Go on", "p2");
    expect(one.agent).toMatchObject({ errorClass: null, resetsAt: null });
  });

  test("an agent rests at the limit that only its transcript told of", () => {
    const one = session();
    one.prompt("Go");
    one.say("Notification", { notification_type: "idle_prompt" });
    expect(one.commands).toEqual(["lost"]);
    const resetsAt = new Date("2026-11-21T10:05:00.000Z");
    one.book.apply({
      ...{ backend: "claude", source: "transcript", event: "assistant", at: new Date(1_700_000_030_000) },
      ...{ sessionId: s, child: null, promptId: "p1", cwd: "/w", model: null, transcriptPath: null },
      ...{ ownIdentity: "line-1", spent: null, process: { pid: null, pane: null, entry: null } },
      observation: { kind: "stop_failed", errorClass: "rate_limit", text: "Limit", resetsAt },
    });
    expect(one.commands).toEqual(["failed"]);
    expect(one.agent).toMatchObject({ errorClass: "rate_limit", resetsAt: resetsAt.getTime() });
  });

  test("idle without a stop means that the stop was lost", () => {
    const one = session();
    one.prompt("Go");
    one.say("Notification", { notification_type: "idle_prompt" });
    expect(one.commands).toEqual(["lost"]);
  });

  test("idle with a permission open means that it was refused in the terminal", () => {
    const one = session();
    one.prompt("Go");
    one.asks("rm x");
    one.say("Notification", { notification_type: "idle_prompt" });
    expect(one.commands).toEqual(["interrupted"]);
    expect(one.book.questions).toMatchObject([{ state: "answered_elsewhere" }]);
  });

  test("idle leaves a question in words open, and a command whose agents still run", () => {
    const one = session();
    one.prompt("Go");
    one.say("SubagentStart", { agent_id: "kid", agent_type: "general" });
    one.say("Notification", { notification_type: "idle_prompt" });
    expect(one.commands[0]).toBe("commanded");
    one.say("SubagentStop", { agent_id: "kid", agent_type: "general" });
    one.say("Stop", { last_assistant_message: "Which one?" });
    one.say("Notification", { notification_type: "idle_prompt" });
    expect(one.agent.state).toBe("awaiting_input");
  });

  test("a call under the prompt of a closed command came late, however late, and opens nothing", () => {
    const one = session();
    one.prompt("Go");
    one.say("Stop");
    one.say("PostToolUse", { tool_name: "Read", tool_use_id: "t1" }, { after: 500 });
    one.say("PreToolUse", { tool_name: "Read", tool_use_id: "t2" }, { after: 1_000 });
    one.say("PostToolUse", { tool_name: "Read", tool_use_id: "t2" }, { after: 60_000 });
    one.say("PostToolBatch", {}, { after: 5_000 });
    expect(one.commands).toEqual(["done"]);
    expect(one.agent.state).toBe("complete");
  });

  test("a new call well after the close shows that the agent went on, where no transcript can be read", () => {
    const one = session();
    one.prompt("Go");
    one.say("PreToolUse", { tool_name: "Read", tool_use_id: "t1" });
    one.say("Stop", { last_assistant_message: "Done." });
    one.say("PreToolUse", { tool_name: "Read", tool_use_id: "t1" }, { after: 3_000 });
    expect(one.commands).toEqual(["done"]);
    one.say("PreToolUse", { tool_name: "Read", tool_use_id: "t2" });
    expect(one.commands).toEqual(["done", "processing"]);
    one.say("PostToolUse", { tool_name: "Read", tool_use_id: "t2" });
    one.say("Stop", { last_assistant_message: "Now it is." });
    expect(one.commands).toEqual(["done", "done"]);
  });

  test("what a transcript tells late of the command before is that one's, though the agent went on", () => {
    const one = session();
    one.prompt("Go");
    one.say("Stop", { last_assistant_message: "Done." });
    const closedAt = one.agent.lastSeenAt;
    one.say("PreToolUse", { tool_name: "Read", tool_use_id: "t2" });
    const line = (key: string, atMs: number, observation: Observation) =>
      one.book.apply({
        ...{ backend: "claude", source: "transcript", event: "line", at: new Date(atMs) },
        ...{ sessionId: s, child: null, promptId: "p1", cwd: "/w", model: null, transcriptPath: null },
        ...{ ownIdentity: key, spent: null, process: { pid: null, pane: null, entry: null } },
        observation,
      });
    line("l1", closedAt - 9_000, { kind: "prompted", text: "Go", machineMade: false });
    line("l2", closedAt - 10, { kind: "said", text: "Done." });
    line("l3", closedAt - 10, { kind: "stopped", text: "Done.", childrenRunning: false });
    expect(one.commands).toEqual(["done", "processing"]);
    expect(one.book.turns.map(({ text }) => text)).toEqual(["Go", "Done.", "Read"]);
  });

  test("a late call of a command does not answer what the next one asks", () => {
    const one = session();
    one.prompt("Go");
    one.say("Stop", { last_assistant_message: "Done." });
    one.prompt("And on", "p2");
    one.say("PermissionRequest", { tool_name: "Bash", tool_input: { command: "rm x" }, prompt_id: "p2" });
    one.say("PostToolUse", { tool_name: "Read", tool_use_id: "t1", prompt_id: "p1" });
    expect(one.commands).toEqual(["done", "awaiting_input"]);
    expect(one.book.questions).toMatchObject([{ state: "open" }]);
  });

  test("a call that the transcript says began after the close shows that the agent went on", () => {
    const one = session();
    one.prompt("Go");
    one.say("Stop", { last_assistant_message: "Done." });
    const closedAt = one.agent.lastSeenAt;
    const line = (n: number, atMs: number) =>
      one.book.apply({
        ...{ backend: "claude", source: "transcript", event: "assistant", at: new Date(atMs) },
        ...{ sessionId: s, child: null, promptId: "p1", cwd: "/w", model: null, transcriptPath: null },
        ...{ ownIdentity: `tool:t${n}`, spent: null, process: { pid: null, pane: null, entry: null } },
        observation: { kind: "tool_started", tool: "Read", input: { n }, useId: `t${n}` },
      });
    line(1, closedAt - 5_000);
    expect(one.commands).toEqual(["done"]);
    line(2, closedAt + 3_000);
    expect(one.commands).toEqual(["done", "processing"]);
    one.say("PostToolUse", { tool_name: "Read", tool_input: { n: 2 }, tool_use_id: "t2" });
    one.say("Stop", { last_assistant_message: "Now it is." });
    expect(one.commands).toEqual(["done", "done"]);
  });

  test("the session's end closes the command and expires the question", () => {
    const one = session();
    one.prompt("Go");
    one.asks("rm x");
    one.say("SessionEnd", { reason: "prompt_input_exit" });
    expect(one.commands).toEqual(["session_ended"]);
    expect(one.book.questions).toMatchObject([{ state: "expired" }]);
    expect(one.agent).toMatchObject({ endReason: "prompt_input_exit", state: "complete" });
  });
});

describe("sessions", () => {
  test("a project that was found only after its session began is told", () => {
    const place = { hostId: "host", projectId: null as string | null, branch: null };
    const one = session(ledger("claude", place));
    one.say("SessionStart", { source: "startup" });
    place.projectId = "found";
    one.say("Notification", { notification_type: "other", message: "Still here" });
    expect(one.agent.projectId).toBe("found");
    expect(one.book.facts.at(-1)?.fact).toEqual({ kind: "agent_updated" });
  });

  test("a resumed session lives again", () => {
    const one = session();
    one.prompt("Go");
    one.say("SessionEnd", { reason: "other" });
    one.say("SessionStart", { source: "resume" }, { after: 10 });
    expect(one.agent.endedAt).toBeNull();
  });

  test("a late signal does not wake an ended session; one well after its end does", () => {
    const one = session();
    one.prompt("Go");
    one.say("SessionEnd", { reason: "other" });
    one.say("PostToolUse", { tool_name: "Read", tool_use_id: "t1" }, { after: 300 });
    expect(one.agent.endedAt).not.toBeNull();
    one.say("PreToolUse", { tool_name: "Read", tool_use_id: "t2" }, { after: 30_000 });
    expect(one.agent.endedAt).not.toBeNull();
    expect(one.commands).toEqual(["session_ended"]);
    one.prompt("On we go", "p2", { after: 5_000 });
    expect(one.agent).toMatchObject({ endedAt: null, state: "commanded" });
  });

  test("a session that nobody knew and that only says its end makes no agent", () => {
    const one = session();
    one.say("SessionEnd", { reason: "other" });
    expect(one.book.lanes.size).toBe(0);
    one.say("SessionStart", { source: "resume" });
    expect(one.agent).toMatchObject({ endedAt: null, state: "idle" });
  });

  test("a child that was started again under the same prompt works again", () => {
    const one = session();
    const kid = { agent_id: "kid", agent_type: "general" };
    one.prompt("Go");
    one.say("SubagentStart", kid);
    one.say("SubagentStop", kid);
    one.say("PreToolUse", { ...kid, tool_name: "Read", tool_use_id: "t1" });
    expect(one.book.agent(s, "kid")).toMatchObject({ endReason: "stopped", state: "complete" });
    one.say("SubagentStart", kid);
    one.say("PreToolUse", { ...kid, tool_name: "Read", tool_use_id: "t2" });
    expect(one.book.agent(s, "kid")).toMatchObject({ endedAt: null, state: "processing" });
  });

  test("compaction changes nothing of an idle session", () => {
    const one = session();
    one.say("SessionStart", { source: "startup" });
    one.say("PreCompact", { trigger: "manual" });
    one.say("SessionStart", { source: "compact" });
    one.say("PostCompact", { trigger: "manual" });
    expect(one.agent.state).toBe("idle");
    expect(one.commands).toEqual([]);
  });

  test("a clear starts a new agent that knows the one before", () => {
    const book = ledger();
    const before = session(book);
    before.prompt("Go");
    before.say("SessionEnd", { reason: "clear" });
    const after = session(book, "session-2");
    after.say("SessionStart", { source: "clear" }, { after: 20_010 });
    expect(after.agent.previousAgentId).toBe(before.agent.id);
  });

  test("a clear is known even when its start is heard after its first prompt", () => {
    const book = ledger();
    const before = session(book);
    before.prompt("Go");
    before.say("SessionEnd", { reason: "clear" });
    const after = session(book, "session-2");
    after.prompt("On", "p9", { after: 20_010 });
    after.say("SessionStart", { source: "clear" }, { after: 10 });
    expect(after.agent.previousAgentId).toBe(before.agent.id);
  });

  test("a session open in two terminals ends with the last of them", () => {
    const one = session();
    one.say("SessionStart", { source: "startup" }, { pid: 1 });
    one.say("SessionStart", { source: "resume" }, { pid: 2 });
    one.prompt("Go", "p1", { pid: 2 });
    one.say("SessionEnd", { reason: "other" }, { pid: 1 });
    expect(one.agent.endedAt).toBeNull();
    expect(one.commands).toEqual(["commanded"]);
    one.say("SessionEnd", { reason: "other" }, { pid: 2 });
    expect(one.agent.endedAt).not.toBeNull();
  });

  test("what a child does moves the child alone, and it ends with its parent", () => {
    const one = session();
    one.prompt("Go");
    one.say("SubagentStart", { agent_id: "kid", agent_type: "general" });
    one.say("PreToolUse", { agent_id: "kid", agent_type: "general", tool_name: "Read", tool_use_id: "t1" });
    expect(one.agent.state).toBe("commanded");
    expect(one.book.agent(s, "kid")).toMatchObject({ state: "processing", parentId: one.agent.id });
    one.say("SessionEnd", { reason: "other" });
    expect(one.book.agent(s, "kid")).toMatchObject({ endReason: "parent_ended", state: "complete" });
  });

  test("a stop of an unknown child without a type is the CLI's own helper", () => {
    const one = session();
    one.say("SessionStart", { source: "startup" });
    one.say("SubagentStop", { agent_id: "helper", agent_type: "" });
    expect(one.book.lanes.size).toBe(1);
  });

  test("a child is named by the call that launched it", () => {
    const one = session();
    one.prompt("Go");
    one.say("SubagentStart", { agent_id: "kid", agent_type: "general" });
    one.say("PostToolUse", {
      tool_name: "Agent",
      tool_use_id: "t1",
      tool_response: { agentId: "kid", description: "Compare bytes" },
    });
    expect(one.book.agent(s, "kid")?.title).toBe("Compare bytes");
  });
});

describe("evidence", () => {
  test("each state says since when, by which rule and which signal", () => {
    const one = session();
    one.prompt("Go");
    one.asks("rm x");
    expect(one.agent.evidence).toMatchObject({ signal: "PermissionRequest", rule: "asks for a permission" });
    expect(one.agent.stateSince).toBe(one.agent.evidence.at);
  });

  test("what moves nothing leaves state and evidence as they were", () => {
    const one = session();
    one.prompt("Go");
    one.say("PreToolUse", { tool_name: "Read", tool_use_id: "t1" });
    const { stateSince, evidence } = one.agent;
    one.say("PostToolUse", { tool_name: "Read", tool_use_id: "t1" });
    expect(one.agent).toMatchObject({ stateSince, evidence });
  });
});

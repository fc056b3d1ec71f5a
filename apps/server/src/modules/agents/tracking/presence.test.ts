import { describe, expect, test } from "vitest";
import { hearProcessGone } from "../processes/process-gone.ts";
import { s, session } from "./session.testing.ts";

/** A session that speaks from processes, and of which a process may be found gone. */
function watched() {
  const one = session();
  const lose = (pid: number | null, reason = "process_gone") => {
    const at = new Date((one.agent.endedAt ?? one.agent.lastSeenAt) + 20_000);
    const process = one.agent.memory.processes.findLast((each) => each.pid === pid);
    const gone = { pid, reason, pane: null, processId: process?.id ?? "unknown" };
    const heard = hearProcessGone({ backend: "claude", sessionId: s, ...gone }, at);
    if (heard.signal === null) throw new Error("it concerns an agent");
    return one.book.apply(heard.signal, heard.marks.fingerprint);
  };
  return { one, lose };
}

describe("a process that is gone without a word", () => {
  test("ends its agent, whose command is lost and whose question expires", () => {
    const { one, lose } = watched();
    one.prompt("Go", "p1", { pid: 7 });
    one.asks("rm x", { pid: 7 });
    const { lastSeenAt } = one.agent;
    lose(7);
    expect(one.agent).toMatchObject({ state: "complete", endReason: "process_gone" });
    expect(one.agent.endedAt).toBe(lastSeenAt + 20_000);
    expect(one.commands).toEqual(["lost"]);
    expect(one.book.questions).toMatchObject([{ state: "expired" }]);
  });

  test("ends an agent that did nothing, and its children", () => {
    const { one, lose } = watched();
    one.prompt("Go", "p1", { pid: 7 });
    one.say("SubagentStart", { agent_id: "kid", agent_type: "general" }, { pid: 7 });
    one.say("Stop", { last_assistant_message: "Done." }, { pid: 7 });
    lose(7);
    expect(one.commands[0]).toBe("done");
    expect(one.agent.endReason).toBe("process_gone");
    expect(one.book.agent(s, "kid")?.endReason).toBe("parent_ended");
  });

  test("takes only its own command with it while the session is open in another", () => {
    const { one, lose } = watched();
    one.say("SessionStart", { source: "startup" }, { pid: 7 });
    one.say("SessionStart", { source: "resume" }, { pid: 8 });
    one.prompt("Go", "p1", { pid: 7 });
    lose(8);
    expect(one.agent).toMatchObject({ state: "commanded", endedAt: null });
    one.say("SessionStart", { source: "resume" }, { pid: 9 });
    lose(7);
    expect(one.agent).toMatchObject({ state: "complete", endedAt: null });
    expect(one.commands).toEqual(["lost"]);
    lose(9);
    expect(one.agent.endReason).toBe("process_gone");
  });

  test("that told no number ends its agent with the reason it is given", () => {
    const { one, lose } = watched();
    one.prompt("Go");
    lose(null, "silent");
    expect(one.agent.endReason).toBe("silent");
    expect(one.commands).toEqual(["lost"]);
  });

  test("is corrected by hooks of its own that come late", () => {
    const { one, lose } = watched();
    one.prompt("Go", "p1", { pid: 7 });
    lose(7);
    expect(one.commands).toEqual(["lost"]);
    one.say("Stop", { last_assistant_message: "All done." }, { pid: 7 });
    one.say("SessionEnd", { reason: "prompt_input_exit" }, { pid: 7 });
    expect(one.commands).toEqual(["done"]);
    expect(one.agent).toMatchObject({ state: "complete", endReason: "prompt_input_exit" });

    const other = watched();
    other.one.prompt("Go", "p1", { pid: 7 });
    other.lose(7);
    other.one.say("SessionEnd", { reason: "other" }, { pid: 7 });
    expect(other.one.commands).toEqual(["session_ended"]);
  });

  test("changes nothing when it is told twice, or after the session said its end", () => {
    const { one, lose } = watched();
    one.prompt("Go", "p1", { pid: 7 });
    lose(7);
    const told = one.book.facts.length;
    expect(lose(7).identity).toBeNull();
    expect(one.book.facts).toHaveLength(told);

    const other = watched();
    other.one.prompt("Go", "p1", { pid: 7 });
    other.one.say("SessionEnd", { reason: "other" }, { pid: 7 });
    other.lose(7);
    expect(other.one.agent.endReason).toBe("other");
    expect(other.one.commands).toEqual(["session_ended"]);
  });

  test("was taken for gone wrongly where the session speaks again", () => {
    const { one, lose } = watched();
    one.prompt("Go", "p1", { pid: 7 });
    lose(7);
    one.prompt("Go on", "p2", { pid: 7, after: 60_000 });
    expect(one.agent).toMatchObject({ state: "commanded", endedAt: null });
    expect(one.commands).toEqual(["lost", "commanded"]);
  });
});

describe("an agent that was ended wrongly", () => {
  const uses = (useId: string, event = "PreToolUse") =>
    [event, { tool_name: "Read", tool_input: { file: useId }, tool_use_id: useId }] as const;
  /** The line of such a call. */
  const line = (one: ReturnType<typeof session>, useId: string, after: number) =>
    one.book.apply({
      ...{ backend: "claude", source: "transcript", event: "assistant", sessionId: s, child: null },
      ...{ at: new Date(one.agent.lastSeenAt + after), promptId: "p1", cwd: "/w", model: null },
      ...{ transcriptPath: null, ownIdentity: `tool:${useId}`, spent: null },
      process: { pid: null, pane: null, entry: null },
      observation: { kind: "tool_started", tool: "Read", input: { file: useId }, useId },
    });
  const after = { after: 60_000, pid: 7 };

  test.each(["process_gone", "silent"])("as %s is at work with its next call, by its hooks", (reason) => {
    const { one, lose } = watched();
    one.prompt("Go", "p1", { pid: 7 });
    lose(7, reason);
    expect(one.commands).toEqual(["lost"]);
    one.say(...uses("t1"), after);
    one.say(...uses("t1", "PostToolUse"), after);
    expect(one.agent).toMatchObject({ state: "processing", endedAt: null });
    one.say(...uses("t2"), after);
    expect(one.commands).toEqual(["lost", "processing"]);
    expect(one.book.turns.filter(({ tool }) => tool !== null)).toHaveLength(2);
    one.say("Stop", { last_assistant_message: "Done." }, after);
    expect(one.commands).toEqual(["lost", "done"]);
  });

  test.each(["process_gone", "silent"])("as %s is so where its transcript is read first", (reason) => {
    const { one, lose } = watched();
    one.prompt("Go", "p1", { pid: 7 });
    lose(7, reason);
    line(one, "t1", 60_000);
    expect(one.agent).toMatchObject({ state: "processing", endedAt: null });
    one.say(...uses("t1"), after);
    one.say(...uses("t1", "PostToolUse"), after);
    expect(one.agent).toMatchObject({ state: "processing", endedAt: null });
    expect(one.commands).toEqual(["lost", "processing"]);
    expect(one.book.turns.filter(({ tool }) => tool !== null)).toHaveLength(1);
  });

  test("is so where its context is compacted first", () => {
    const { one, lose } = watched();
    one.prompt("Go", "p1", { pid: 7 });
    lose(7, "silent");
    one.say("SessionStart", { source: "compact" }, after);
    one.say(...uses("t1"), after);
    expect(one.agent).toMatchObject({ state: "processing", endedAt: null });
  });

  test.each(["process_gone", "silent"])("as %s comes back with an agent that it started", (reason) => {
    const { one, lose } = watched();
    const kid = { agent_id: "kid", agent_type: "general" };
    const [event, call] = uses("t1");
    one.prompt("Go", "p1", { pid: 7 });
    one.say("SubagentStart", kid, { pid: 7 });
    lose(7, reason);
    expect(one.book.agent(s, "kid")?.endReason).toBe("parent_ended");
    one.say(event, { ...kid, ...call }, after);
    one.say("PostToolUse", { ...kid, ...call }, after);
    expect(one.book.agent(s, "kid")).toMatchObject({ state: "processing", endedAt: null });
    expect(one.agent).toMatchObject({ state: "processing", endedAt: null, endReason: null });
    one.say(...uses("t2"), after);
    expect(one.agent.state).toBe("processing");
    one.say("SessionEnd", { reason: "other" }, { pid: 7 });
    one.say(event, { ...kid, ...call, tool_use_id: "t3" }, after);
    expect(one.book.agent(s, "kid")?.endReason).toBe("parent_ended");
    expect(one.agent.endReason).toBe("other");
  });

  test("whose child came back is done once it says so itself, and not before", () => {
    const { one, lose } = watched();
    const kid = { agent_id: "kid", agent_type: "general" };
    const [event, call] = uses("t1");
    one.prompt("Go", "p1", { pid: 7 });
    one.say("SubagentStart", kid, { pid: 7 });
    lose(7, "silent");
    one.say(event, { ...kid, ...call }, after);
    const own = () =>
      one.book.commands
        .filter(({ agentId }) => agentId === one.agent.id)
        .map((each) => each.outcome ?? each.state);
    expect(own()).toEqual(["lost", "processing"]);
    one.say("SubagentStop", kid, after);
    one.say("Stop", { last_assistant_message: "All done." }, after);
    expect(own()).toEqual(["lost", "done"]);
    expect(one.agent.state).toBe("complete");
  });

  test("that had finished comes back finished with an agent that it left running", () => {
    const { one, lose } = watched();
    const kid = { agent_id: "kid", agent_type: "general" };
    const [event, call] = uses("t1");
    one.prompt("Go", "p1", { pid: 7 });
    one.say("SubagentStart", kid, { pid: 7 });
    one.say("Stop", { last_assistant_message: "Done.", background_tasks: [] }, { pid: 7 });
    lose(7);
    one.say(event, { ...kid, ...call }, after);
    expect(one.agent).toMatchObject({ state: "complete", endedAt: null });
  });

  test("stays ended when what an agent did that it started is told twice", () => {
    const { one, lose } = watched();
    const kid = { agent_id: "kid", agent_type: "general" };
    const [event, call] = uses("t1");
    one.prompt("Go", "p1", { pid: 7 });
    one.say(event, { ...kid, ...call }, { pid: 7 });
    lose(7);
    expect(one.say(event, { ...kid, ...call }, after).identity).toBe(null);
    expect(one.agent.endReason).toBe("process_gone");
    expect(one.book.agent(s, "kid")?.endReason).toBe("parent_ended");
  });

  test("comes back itself before an agent that it started", () => {
    const { one, lose } = watched();
    const kid = { agent_id: "kid", agent_type: "general" };
    const [event, call] = uses("t2");
    one.prompt("Go", "p1", { pid: 7 });
    one.say("SubagentStart", kid, { pid: 7 });
    lose(7, "silent");
    one.say(...uses("t1"), after);
    one.say(event, { ...kid, ...call }, after);
    expect(one.book.agent(s, "kid")).toMatchObject({ state: "processing", endedAt: null });
  });

  test("stays ended by a line that was written before", () => {
    const { one, lose } = watched();
    one.prompt("Go", "p1", { pid: 7 });
    lose(7);
    line(one, "t1", -10_000);
    expect(one.agent).toMatchObject({ state: "complete", endReason: "process_gone" });
  });
});

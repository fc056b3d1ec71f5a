import { describe, expect, test } from "vitest";
import { readStreamLine, streamLines } from "./stream-json.ts";

/** As Claude Code 2.1.329 wrote them. */
const request = {
  type: "control_request",
  request_id: "990863aa-8a10-48d7-854b-6391dd4dc53b",
  request: {
    subtype: "can_use_tool",
    tool_name: "Bash",
    display_name: "Bash",
    input: { command: "touch made", description: "Run a command" },
    description: "Run a command",
    permission_suggestions: [{ type: "setMode", mode: "acceptEdits", destination: "session" }],
    blocked_path: "/workspace/made",
    tool_use_id: "toolu_137fcdbbc5554735a9",
  },
};
const questions = [
  {
    question: "Which colour?",
    header: "Colour",
    options: [{ label: "red", description: "" }],
    multiSelect: false,
  },
];
const read = (message: object) => readStreamLine(JSON.stringify(message));
const askedBy = (more: object) => {
  const message = read({ ...request, request: { ...request.request, ...more } });
  if (message?.kind !== "asks") throw new Error(`it is ${message?.kind}`);
  return message.asked;
};

describe("what Claude Code says to whoever drives it", () => {
  test("a permission is a question, in the words of its hook", () => {
    expect(read(request)).toMatchObject({ kind: "asks", requestId: request.request_id });
    const asked = askedBy({});
    expect(asked).toMatchObject({ childId: null, useId: "toolu_137fcdbbc5554735a9" });
    expect(asked.question).toMatchObject({
      ...{ kind: "permission", tool: "Bash", text: "Run touch made", input: request.request.input },
    });
  });

  test("it is told what a person decided", () => {
    const { replyTo, unable } = askedBy({});
    expect(replyTo({ kind: "allow" })).toEqual({ behavior: "allow" });
    const updatedInput = { command: "touch other" };
    expect(replyTo({ kind: "allow", input: updatedInput })).toEqual({ behavior: "allow", updatedInput });
    expect(replyTo({ kind: "allow", remember: true })).toEqual({
      behavior: "allow",
      updatedPermissions: request.request.permission_suggestions,
    });
    expect(replyTo({ kind: "deny", message: "Not here" })).toEqual({ behavior: "deny", message: "Not here" });
    expect(unable({ kind: "allow", remember: true })).toBeNull();
    const offersNothing = askedBy({ permission_suggestions: undefined });
    expect(offersNothing.unable({ kind: "allow", remember: true })).toContain("nothing to remember");
  });

  test("a choice and a plan are given back with what was asked", () => {
    const choice = askedBy({ tool_name: "AskUserQuestion", input: { questions } });
    expect(choice.question).toMatchObject({ kind: "options", text: "Which colour?" });
    expect(choice.replyTo({ kind: "options", answers: [["red"]] })).toEqual({
      behavior: "allow",
      updatedInput: { questions, answers: { "Which colour?": "red" } },
    });
    const plan = askedBy({ tool_name: "ExitPlanMode", input: { plan: "# Paint it" } });
    expect(plan.question).toMatchObject({ kind: "plan", plan: "# Paint it" });
    expect(plan.replyTo({ kind: "allow" })).toEqual({
      behavior: "allow",
      updatedInput: { plan: "# Paint it" },
      updatedPermissions: [{ type: "setMode", mode: "default", destination: "session" }],
    });
  });

  test("what it takes back, replies and is done with is known, and so is what is no message", () => {
    expect(read({ type: "control_cancel_request", request_id: "r" })).toEqual({
      kind: "takes_back",
      requestId: "r",
    });
    const fine = { subtype: "success", request_id: "int1", response: { still_queued: [] } };
    expect(read({ type: "control_response", response: fine })).toMatchObject({ problem: null });
    const refused = { subtype: "error", request_id: "int1", error: "No" };
    expect(read({ type: "control_response", response: refused })).toMatchObject({ problem: "No" });
    expect(read({ is_error: false, type: "result", subtype: "success" })).toEqual({ kind: "turn_over" });
    expect(read({ type: "system", subtype: "init" })).toEqual({ kind: "turn_begun" });
    expect(read({ type: "control_request", request_id: "h", request: { subtype: "hook_callback" } })).toEqual(
      {
        ...{ kind: "wants", requestId: "h", what: "hook_callback" },
      },
    );
    expect(read({ type: "assistant", message: {} })).toEqual({ kind: "other" });
    for (const line of ["", "Warning: no stdin", "[]", '{"type":"resu'])
      expect(readStreamLine(line)).toBeNull();
  });

  test("what is said is one line, whatever it holds", () => {
    const line = streamLines.says('two\nlines "quoted" \u2028');
    expect(line).not.toContain("\n");
    expect(JSON.parse(line)).toMatchObject({ type: "user", message: { role: "user" } });
  });
});

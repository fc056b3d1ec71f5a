import { describe, expect, test } from "vitest";
import { acpAsks } from "./acp.ts";

const options = [
  { optionId: "proceed_always", name: "Allow for this session", kind: "allow_always" },
  { optionId: "proceed_once", name: "Allow", kind: "allow_once" },
  { optionId: "cancel", name: "Reject", kind: "reject_once" },
];
/** As Gemini CLI 0.61.0 asked. */
const byGemini = {
  sessionId: "078526c5-9355-4403-8a87-01a2e244feee",
  options,
  toolCall: {
    toolCallId: "run_shell_command__run_shell_command_1796037261891_0",
    status: "pending",
    title: "touch made",
    content: [
      { type: "content", content: { type: "text", text: "[current working directory /w] (Run a command)" } },
    ],
    locations: [],
    kind: "execute",
  },
};
/** As OpenCode 1.18.33 asked. */
const byOpencode = {
  sessionId: "ses_dd3d57d61ffeNJOAR8Pnwq4gML",
  toolCall: {
    toolCallId: "call_7a1f451a82eadd9163",
    title: "touch made",
    kind: "execute",
    status: "pending",
    locations: [],
    rawInput: { command: "touch made" },
  },
  options: [
    { optionId: "once", kind: "allow_once", name: "Allow once" },
    { optionId: "always", kind: "allow_always", name: "Always allow" },
    { optionId: "reject", kind: "reject_once", name: "Reject" },
  ],
};

describe("what is asked over the Agent Client Protocol", () => {
  test.each([
    { by: "Gemini CLI", request: byGemini },
    { by: "OpenCode", request: byOpencode },
  ])("a command of $by is a permission in our words", ({ request }) => {
    expect(acpAsks(request)).toMatchObject({
      useId: request.toolCall.toolCallId,
      question: {
        kind: "permission",
        tool: "Bash",
        text: "Run touch made",
        input: { command: "touch made" },
      },
    });
  });

  test("options are chosen by their kind, whatever they are called", () => {
    const chosen = (request: typeof byGemini | typeof byOpencode) => {
      const { replyTo } = acpAsks(request);
      const replies = [
        replyTo({ kind: "allow" }),
        replyTo({ kind: "allow", remember: true }),
        replyTo({ kind: "deny" }),
      ];
      return replies.map(({ outcome }) => (outcome.outcome === "selected" ? outcome.optionId : null));
    };
    expect(chosen(byGemini)).toEqual(["proceed_once", "proceed_always", "cancel"]);
    expect(chosen(byOpencode)).toEqual(["once", "always", "reject"]);
  });

  test("what the protocol has no word for is refused with the reason", () => {
    const { unable } = acpAsks(byGemini);
    expect(unable({ kind: "allow" })).toBeNull();
    expect(unable({ kind: "deny" })).toBeNull();
    expect(unable({ kind: "allow", input: { command: "x" } })).toContain("no other input");
    expect(unable({ kind: "deny", message: "Why?" })).toContain("no words");
    const once = acpAsks({ ...byGemini, options: options.slice(1) });
    expect(once.unable({ kind: "allow", remember: true })).toContain("nothing to remember");
    expect(acpAsks({ ...byGemini, options: [] }).unable({ kind: "allow" })).toContain("no way to allow");
  });

  test("nothing that can be allowed is allowed for want of the way to refuse", () => {
    const { replyTo } = acpAsks({ ...byGemini, options: options.slice(0, 2) });
    expect(replyTo({ kind: "deny" })).toEqual({ outcome: { outcome: "cancelled" } });
  });

  test("an edit is shown by its file and its change", () => {
    const change = { type: "diff", path: "/w/a.txt", oldText: "one", newText: "two" };
    const { question } = acpAsks({
      options,
      toolCall: { toolCallId: "c", title: "Writing to a.txt", kind: "edit", content: [change] },
    });
    expect(question).toMatchObject({
      ...{ tool: "Edit", text: "Edit /w/a.txt" },
      input: { file_path: "/w/a.txt", old_string: "one", new_string: "two" },
    });
  });

  test("a hook that tells the same with other fields tells of this question, and of no other", () => {
    const { isAbout } = acpAsks(byOpencode);
    const heard = { kind: "permission", tool: "Bash", text: "Run touch made", input: {} } as const;
    expect(isAbout?.(heard)).toBe(true);
    expect(isAbout?.({ ...heard, text: "Run touch two" })).toBe(false);
  });

  test("a request that says next to nothing is a question still", () => {
    expect(acpAsks({}).question).toMatchObject({ kind: "permission", tool: "a tool", text: "Use a tool" });
  });
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ModelStub, startModelStub } from "./model-stub.ts";

let stub: ModelStub;
beforeEach(async () => {
  stub = await startModelStub();
});
afterEach(() => stub.stop());

const post = (path: string, body: object) =>
  fetch(stub.url + path, { method: "POST", body: JSON.stringify(body) });

/** The same conversation as each API words it: a prompt, and whether its tool has answered. */
const apis = [
  {
    name: "Responses",
    path: "/v1/responses",
    tool: "exec_command",
    input: '"arguments":"{\\"cmd\\":\\"ls\\"}"',
    last: "response.completed",
    body: (prompt: string, answered: boolean) => ({
      stream: true,
      tools: [{ type: "function", name: "exec_command" }],
      input: [
        {
          role: "user",
          content: [{ type: "input_text", text: "<environment_context>x</environment_context>" }],
        },
        { type: "message", role: "user", content: [{ type: "input_text", text: prompt }] },
        ...(answered ? [{ type: "function_call" }, { type: "function_call_output", output: "ok" }] : []),
      ],
    }),
  },
  {
    name: "Chat Completions",
    path: "/v1/chat/completions",
    tool: "bash",
    input: '"arguments":"{\\"command\\":\\"ls\\"',
    last: "[DONE]",
    body: (prompt: string, answered: boolean) => ({
      stream: true,
      tools: [{ type: "function", function: { name: "bash" } }],
      messages: [
        { role: "system", content: "You help" },
        { role: "user", content: prompt },
        ...(answered
          ? [
              { role: "assistant", tool_calls: [] },
              { role: "tool", content: "ok" },
            ]
          : []),
      ],
    }),
  },
  {
    name: "Gemini",
    path: "/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse",
    tool: "run_shell_command",
    input: '"args":{"command":"ls"',
    last: '"finishReason":"STOP"',
    body: (prompt: string, answered: boolean) => ({
      tools: [{ functionDeclarations: [{ name: "run_shell_command" }] }],
      contents: [
        { role: "user", parts: [{ text: `<session_context>x</session_context>${prompt}` }] },
        ...(answered
          ? [
              { role: "model", parts: [{ functionCall: {} }] },
              { role: "user", parts: [{ functionResponse: {} }] },
            ]
          : []),
      ],
    }),
  },
];

describe.each(apis)("through the $name API", ({ path, body, tool, input, last }) => {
  const script = "[[say Looking]] [[bash ls]] [[text All done]]";

  test("each request gets the step that is due, with the tool as that CLI calls it", async () => {
    const first = await (await post(path, body(script, false))).text();
    expect(first).toContain("Looking");
    expect(first).toContain(`"name":"${tool}"`);
    expect(first).toContain(input);
    const second = await (await post(path, body(script, true))).text();
    expect(second).toContain("All done");
    expect(second.trimEnd().split("\n\n").at(-1)).toContain(last);
    expect(stub.requests.map(({ prompt, round }) => [prompt, round])).toEqual([
      [script, 0],
      [script, 1],
    ]);
  });

  test("a fault is worded as that API does, and a cut breaks off", async () => {
    const refused = await post(path, body('[[http 429 times=1 message="too much"]] [[text ok]]', false));
    expect([refused.status, JSON.stringify(await refused.json())]).toEqual([
      429,
      expect.stringContaining("too much"),
    ]);
    const cut = await post(path, body("[[cut 1]] [[text a b c]]", false));
    await expect(cut.text()).rejects.toThrow();
  });
});

test("a child agent of Codex is given its task by another agent, and its tool stands in a space of its own", async () => {
  const say = (kind: string, encrypted_content: string) => ({
    type: "agent_message",
    content: [
      { type: "input_text", text: `Message Type: ${kind}\n` },
      { type: "encrypted_content", encrypted_content },
    ],
  });
  const ask = async (...input: object[]) => (await post("/v1/responses", { input })).text();
  const task = say("NEW_TASK", "[[tool collaboration.wait_agent {}]] [[text All done]]");
  expect(await ask(task)).toContain('"name":"wait_agent","namespace":"collaboration"');
  const output = [{ type: "function_call" }, { type: "function_call_output", output: "ok" }];
  expect(await ask(task, ...output, say("FINAL_ANSWER", "[[text Not asked]]"))).toContain("All done");
});

test("the title that OpenCode asks for beside is no step of the prompt", async () => {
  const messages = [
    { role: "system", content: "You are a title generator." },
    { role: "user", content: "[[bash ls]]" },
  ];
  const reply = await post("/v1/chat/completions", { messages });
  expect(JSON.stringify(await reply.json())).toContain("A title");
  expect(stub.requests).toEqual([]);
});

import { expect, test } from "vitest";
import { hearAskedOver } from "../processes/asked-over.ts";
import { s, session } from "./session.testing.ts";

const call = { tool_name: "Bash", tool_input: { command: "make" } };

/** A session that is driven over its protocol. */
function drivenSession() {
  const one = session();
  one.prompt("Go");
  let told = 0;
  const overProtocol = (command: string) => {
    const input = { command };
    const question = { kind: "permission", tool: "Bash", text: `Run ${command}`, input } as const;
    const { signal } = hearAskedOver(
      {
        ...{ backend: "claude", sessionId: s, childId: null, identity: `r${told++}`, cwd: "/w", pid: 7 },
        question: { ...question, parts: [], plan: null, terminalOnly: false },
      },
      new Date(1_700_000_030_000 + told),
    );
    if (signal !== null) one.book.apply(signal);
  };
  return { ...one, overProtocol };
}

test("a question that a hook told is asked once, though the protocol tells it as well", () => {
  const { book, say, overProtocol } = drivenSession();
  say("PermissionRequest", call);
  overProtocol("make");
  expect(book.questions).toMatchObject([{ kind: "permission", text: "Run make", state: "open" }]);
});

test("a question that the protocol told is asked once, though its hook comes late", () => {
  const { book, say, overProtocol } = drivenSession();
  overProtocol("make");
  say("PermissionRequest", call);
  expect(book.questions).toMatchObject([{ kind: "permission", text: "Run make", state: "open" }]);
});

test("what is asked over the protocol once the first was answered is another question", () => {
  const { book, say, overProtocol } = drivenSession();
  overProtocol("make");
  say("PermissionRequest", call);
  say("PostToolUse", { ...call, tool_use_id: "t1" });
  overProtocol("test");
  expect(book.questions.map(({ text, state }) => [text, state])).toEqual([
    ["Run make", "answered_elsewhere"],
    ["Run test", "open"],
  ]);
});

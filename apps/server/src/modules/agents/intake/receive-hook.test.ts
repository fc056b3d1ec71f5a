import { fixedClock } from "@signalbox/testkit/fixed-clock";
import { describe, expect, test } from "vitest";
import { hear } from "./receive-hook.ts";

const clock = fixedClock();
const arrived = (body: string, headers: Record<string, string> = {}) =>
  hear({ backend: "claude", body: Buffer.from(body), headers, correlationId: "c" }, clock);
const heard = (payload: unknown, headers?: Record<string, string>) =>
  arrived(JSON.stringify(payload), headers);
const base = { session_id: "s", hook_event_name: "PreToolUse", tool_name: "MultiEdit" };
const long = "x".repeat(100_000);

describe("a large hook", () => {
  const input = { file_path: "/a", edits: [long, long, long, long] };

  test("is read whole, whatever stands before its fields", () => {
    const { signal } = heard({
      filler: Array(50_000).fill(1),
      ...base,
      tool_input: input,
      tool_use_id: "t-1",
    });
    expect(signal?.ownIdentity).toBe("PreToolUse:t-1");
  });

  test("gives the same call the same input, so that a question can be matched with its call", () => {
    const inputOf = (event: string) => {
      const { signal } = heard({
        ...base,
        hook_event_name: event,
        permission_mode: event,
        tool_input: input,
      });
      const { observation } = signal ?? {};
      if (observation?.kind === "tool_started") return observation.input;
      return observation?.kind === "asked" ? observation.question.input : null;
    };
    expect(inputOf("PermissionRequest")).toEqual(inputOf("PreToolUse"));
  });

  test.each([
    ["lists", Array.from({ length: 100_001 }, () => [])],
    ["fields", Object.fromEntries(Array.from({ length: 100_001 }, (_, number) => [`key ${number}`, 0]))],
  ])("with more %s than any hook has is refused unread", (_what, tool_response) => {
    expect(() => heard({ ...base, tool_response })).toThrow("more values than any hook");
  });

  test("may be one long text, whatever stands in it", () => {
    const text = `,[{"\\`.repeat(400_000);
    expect(heard({ ...base, tool_response: text }).signal?.event).toBe("PreToolUse");
  });

  test("is stored cut to size", () => {
    const { payload } = heard({ ...base, tool_input: { content: "y".repeat(4_000_000) } });
    expect(JSON.stringify(payload).length).toBeLessThan(100_000);
  });
});

test("secrets are taken out by name and by shape, quoted or not", () => {
  const { payload } = heard({
    ...base,
    tool_input: { password: "correct horse", command: 'export API_KEY="supersecretvalue1"; ls' },
  });
  expect(JSON.stringify(payload)).not.toMatch(/correct horse|supersecretvalue1/);
});

test("a secret across a cut is taken out whole", () => {
  const key = `-----BEGIN PRIVATE KEY-----\n${"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n".repeat(50)}-----END PRIVATE KEY-----`;
  for (let place = 0; place < key.length; place += 100) {
    const text = "a ".repeat(40_000) + key + " b".repeat((32 * 1024 - key.length + place) / 2);
    expect(JSON.stringify(heard({ ...base, tool_input: { text } }).payload)).not.toContain("MIIEvQ");
  }
});

test("sessions whose ids look like secrets stay apart", () => {
  const [one, other] = ["a", "b"].map((end) => heard({ ...base, session_id: `sk-${"x".repeat(24)}${end}` }));
  expect(one?.signal?.sessionId).not.toBe(other?.signal?.sessionId);
  expect(JSON.stringify(one?.payload)).not.toContain("sk-x");
});

test("a child whose id looks like a secret is still the one that was launched", () => {
  const agentId = `sk-${"x".repeat(24)}`;
  const { signal } = heard({
    ...base,
    hook_event_name: "PostToolUse",
    tool_response: { agentId, description: "Look around" },
  });
  expect(signal?.observation).toMatchObject({ launched: { childId: agentId, description: "Look around" } });
});

test("a header that is not of its form is as good as none", () => {
  const { signal } = heard(base, { "x-signalbox-pid": "12abc", "x-tmux-pane": "%7" });
  expect(signal?.process).toEqual({ pid: null, pane: "%7", entry: null });
});

test("what can't be read is refused with the reason, large or small", () => {
  expect(() => heard([])).toThrow("the body is not a JSON object");
  expect(() => heard({ session_id: "s" })).toThrow("hook_event_name");
  expect(() => arrived('{"a')).toThrow("not JSON");
  expect(() => arrived(`{"a${long.repeat(3)}`)).toThrow("not JSON");
});

import { fixedClock } from "@signalbox/testkit/fixed-clock";
import { afterAll, describe, expect, test } from "vitest";
import { BodyReader } from "./body-reader.ts";
import { hear } from "./receive-hook.ts";

const clock = fixedClock();
const bodies = new BodyReader();
afterAll(() => bodies.stop());
const arrived = (body: string, headers: Record<string, string> = {}) =>
  hear({ backend: "claude", body: Buffer.from(body), headers, correlationId: "c" }, { bodies, clock });
const heard = (payload: unknown, headers?: Record<string, string>) =>
  arrived(JSON.stringify(payload), headers);
const base = { session_id: "s", hook_event_name: "PreToolUse", tool_name: "MultiEdit" };
const long = "x".repeat(100_000);

describe("a large hook", () => {
  const input = { file_path: "/a", edits: [long, long, long, long] };

  test("is read whole, whatever stands before its fields", async () => {
    const { signal } = await heard({
      filler: Array(50_000).fill(1),
      ...base,
      tool_input: input,
      tool_use_id: "t-1",
    });
    expect(signal?.ownIdentity).toBe("PreToolUse:t-1");
  });

  test("gives the same call the same input, so that a question can be matched with its call", async () => {
    const inputOf = async (event: string) => {
      const { signal } = await heard({
        ...base,
        hook_event_name: event,
        permission_mode: event,
        tool_input: input,
      });
      const { observation } = signal ?? {};
      if (observation?.kind === "tool_started") return observation.input;
      return observation?.kind === "asked" ? observation.question.input : null;
    };
    expect(await inputOf("PermissionRequest")).toEqual(await inputOf("PreToolUse"));
  });

  test("holds up no other, however it is made", async () => {
    const keys = Object.fromEntries(Array.from({ length: 30_000 }, (_, number) => [`key ${number}`, 0]));
    const order: string[] = [];
    await Promise.all([
      heard({ ...base, tool_response: keys }).then(() => order.push("large")),
      heard(base).then(() => order.push("small")),
    ]);
    expect(order).toEqual(["small", "large"]);
  });

  test("is refused where more wait than memory should hold", async () => {
    const body = `{"a":"${"x".repeat(15_000_000)}"}`;
    const all = await Promise.allSettled(Array.from({ length: 12 }, () => arrived(body)));
    const refused = all.filter(
      (one) => one.status === "rejected" && one.reason.code === "signals.queue_full",
    );
    expect(refused).toHaveLength(4);
  });

  test("is stored cut to size", async () => {
    const { payload } = await heard({ ...base, tool_input: { content: "y".repeat(4_000_000) } });
    expect(JSON.stringify(payload).length).toBeLessThan(100_000);
  });
});

test("secrets are taken out by name and by shape, quoted or not", async () => {
  const { payload } = await heard({
    ...base,
    tool_input: { password: "correct horse", command: 'export API_KEY="supersecretvalue1"; ls' },
  });
  expect(JSON.stringify(payload)).not.toMatch(/correct horse|supersecretvalue1/);
});

test("sessions whose ids look like secrets stay apart", async () => {
  const [one, other] = await Promise.all(
    ["a", "b"].map((end) => heard({ ...base, session_id: `sk-${"x".repeat(24)}${end}` })),
  );
  expect(one?.signal?.sessionId).not.toBe(other?.signal?.sessionId);
  expect(JSON.stringify(one?.payload)).not.toContain("sk-x");
});

test("a child whose id looks like a secret is still the one that was launched", async () => {
  const agentId = `sk-${"x".repeat(24)}`;
  const { signal } = await heard({
    ...base,
    hook_event_name: "PostToolUse",
    tool_response: { agentId, description: "Look around" },
  });
  expect(signal?.observation).toMatchObject({ launched: { childId: agentId, description: "Look around" } });
});

test("a header that is not of its form is as good as none", async () => {
  const { signal } = await heard(base, { "x-signalbox-pid": "12abc", "x-tmux-pane": "%7" });
  expect(signal?.process).toEqual({ pid: null, pane: "%7", entry: null });
});

test("what can't be read is refused with the reason, large or small", async () => {
  await expect(heard([])).rejects.toThrow("the body is not a JSON object");
  await expect(heard({ session_id: "s" })).rejects.toThrow("hook_event_name");
  await expect(arrived('{"a')).rejects.toThrow("not JSON");
  await expect(arrived(`{"a${long.repeat(3)}`)).rejects.toThrow("not JSON");
});

import { afterEach, beforeEach, expect, test } from "vitest";
import { type ModelStub, startModelStub } from "./model-stub.ts";

let stub: ModelStub;
beforeEach(async () => {
  stub = await startModelStub();
});
afterEach(() => stub.stop());

type Message = { role: string; content: unknown };
const user = (text: string): Message => ({ role: "user", content: text });
const model = (text: string): Message => ({ role: "assistant", content: [{ type: "text", text }] });
const toolResult = (...texts: string[]): Message => ({
  role: "user",
  content: [
    { type: "tool_result", tool_use_id: "t", content: "ok" },
    ...texts.map((text) => ({ type: "text", text })),
  ],
});

const ask = (messages: Message[], stream = false) =>
  fetch(`${stub.url}/v1/messages?beta=true`, {
    method: "POST",
    body: JSON.stringify({ model: "m", stream, messages }),
  });

async function textOf(messages: Message[]): Promise<string> {
  const { content } = (await (await ask(messages)).json()) as { content: { text?: string; name?: string }[] };
  return content.map((block) => block.text ?? block.name).join(" ");
}

test("each request gets the step that is due in its conversation", async () => {
  const script = user("<system-reminder>x</system-reminder>[[say Looking]] [[bash ls]] [[text Over]]");
  expect(await textOf([script])).toBe("Looking Bash");
  expect(await textOf([script, model(""), toolResult()])).toBe("Over");
  expect(await textOf([script, model(""), toolResult(), model("Over"), user("[[text Next]]")])).toBe("Next");
});

test("after the last step the model is done, and without a script it echoes", async () => {
  const script = user("[[bash ls]]");
  expect(await textOf([script, model(""), toolResult()])).toBe("Done.");
  expect(await textOf([user("Hello\nworld")])).toBe("Stub reply to: Hello");
});

test("of several prompts in one message the last one counts", async () => {
  const content = ["[[text one]]", "[[text two]]"].map((text) => ({ type: "text", text }));
  expect(await textOf([{ role: "user", content }])).toBe("two");
});

test("a prompt that comes together with a tool's result starts its own script", async () => {
  const script = user("[[bash ls]] [[text Over]]");
  expect(await textOf([script, model(""), toolResult("[[text Queued]]")])).toBe("Queued");
});

test("a stream tells the message in the order of the Messages API", async () => {
  const reply = await ask([user("[[think hm]] [[say a b]] [[usage input=7]] [[bash ls]]")], true);
  const events = (await reply.text()).split("\n\n").filter((event) => event !== "");
  expect(reply.headers.get("content-type")).toBe("text/event-stream");
  expect(events.map((event) => event.split("\n", 1)[0])).toEqual([
    "event: message_start",
    ...["start", "delta", "delta", "stop"].map((part) => `event: content_block_${part}`),
    ...["start", "delta", "stop"].map((part) => `event: content_block_${part}`),
    ...["start", "delta", "stop"].map((part) => `event: content_block_${part}`),
    "event: message_delta",
    "event: message_stop",
  ]);
  expect(events.at(-2)).toContain('"stop_reason":"tool_use"');
  expect(events[0]).toContain('"input_tokens":7');
});

test("a fault is answered as often as asked, then the step goes through", async () => {
  const script = [user("[[http 529 times=2 retry-after=1]] [[text ok]]")];
  const first = await ask(script);
  expect([first.status, first.headers.get("retry-after")]).toEqual([529, "1"]);
  expect(await first.json()).toMatchObject({ type: "error", error: { type: "overloaded_error" } });
  expect((await ask(script)).status).toBe(529);
  expect(await textOf(script)).toBe("ok");
});

test("a test can make the next requests fail whatever they ask", async () => {
  stub.failNext({ status: 401 });
  expect((await ask([user("hi")])).status).toBe(401);
  expect((await ask([user("hi")])).status).toBe(200);
});

test("a cut connection breaks off in the middle of the text", async () => {
  const reply = await ask([user("[[cut 2]] [[text a b c]]")], true);
  await expect(reply.text()).rejects.toThrow();
  expect(stub.requests).toMatchObject([{ aborted: true }]);
});

test("a hanging request is not answered, and tells when its client goes away", async () => {
  const stop = new AbortController();
  const body = JSON.stringify({ messages: [user("[[hang]]")] });
  const hanging = fetch(`${stub.url}/v1/messages`, { method: "POST", body, signal: stop.signal });
  await expect.poll(() => stub.requests.length).toBe(1);
  expect(stub.requests[0]?.status).toBeNull();
  stop.abort();
  await expect(hanging).rejects.toThrow();
  await expect.poll(() => stub.requests[0]?.aborted).toBe(true);
});

test("tokens are counted, and other routes are not there", async () => {
  const counted = await fetch(`${stub.url}/v1/messages/count_tokens`, {
    method: "POST",
    body: "x".repeat(40),
  });
  expect(await counted.json()).toEqual({ input_tokens: 10 });
  expect((await fetch(`${stub.url}/v1/models`)).status).toBe(404);
});

import { expect, test } from "vitest";
import { answer, filler, over, queued, readerOf, told, toolResult, user, userWith } from "./lines.testing.ts";

const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } };

test("a prompt with an image does not overtake the one before it that nobody answered", () => {
  const reader = readerOf("s");
  const signals = [
    user("Stopped before a word"),
    userWith([{ type: "text", text: "Look" }, image]),
    answer("A picture."),
  ].flatMap((line) => reader.read(line));
  expect(told(signals)).toEqual([
    "prompted Stopped before a word",
    "prompted Look\n[image]",
    "said A picture.",
  ]);
});

test("a prompt typed ahead is told where the session was met in its midst", () => {
  const reader = readerOf("s");
  const signals = [toolResult("t1"), queued("And then this")].flatMap((line) => reader.read(line));
  expect(told(signals)).toEqual(["tool_finished", "queued And then this"]);
});

test("what a headless session queues to begin with is not typed ahead", () => {
  const reader = readerOf("s");
  const signals = [queued("Go"), user("Go"), answer("Gone.")].flatMap((line) => reader.read(line));
  expect(told(signals)).toEqual(["prompted Go", "said Gone."]);
});

const readAll = (reader: ReturnType<typeof readerOf>, lines: readonly object[]) =>
  lines.flatMap((line) => reader.read(line));
/** As `--fork-session` copies: an answer alone says where it was given, every prompt stands under the fork's first id. */
const elsewhere = { requestSessionId: "origin" };
const first = { promptId: "first" };
const copy = () => [user("Old", first), answer("Old answer.", elsewhere), over()];

test("of a fork the copy is passed over, answers and tool results and all", () => {
  const reader = readerOf("fork");
  const call = [{ type: "tool_use", id: "t1", name: "Read", input: {} }];
  const lines = [
    user("Old"),
    { ...answer("", elsewhere), message: { id: "m", role: "assistant", content: call } },
    toolResult("t1"),
    ...[answer("Old answer.", elsewhere), over()],
    ...[user("New", first), answer("New answer."), over()],
  ];
  expect(told(readAll(reader, lines))).toEqual([
    "forked from origin",
    "prompted New",
    "said New answer.",
    "stopped New answer.",
  ]);
});

test("a fork's own prompt waits for an answer while lines follow each other, and for a pause", () => {
  const reader = readerOf("fork");
  expect(readAll(reader, [...copy(), user("New", first)])).toEqual([]);
  expect(reader.caughtUp?.()).toEqual([]);
  expect(told(reader.rest())).toEqual(["forked from origin", "prompted New"]);
  expect(reader.rest()).toEqual([]);
  expect(told(readAll(reader, [answer("New answer.")]))).toEqual(["said New answer."]);
});

test("the prompt of a session that is no fork is told with the last line that is there", () => {
  const reader = readerOf("s");
  expect(reader.read(user("Go"))).toEqual([]);
  expect(told(reader.caughtUp?.() ?? [])).toEqual(["prompted Go"]);
  expect(told(reader.read(answer("Gone.")))).toEqual(["said Gone."]);
});

test("what `rest` tells of a session that is no fork is its prompt, not a fork", () => {
  const reader = readerOf("s");
  reader.read(user("Go"));
  expect(told(reader.rest())).toEqual(["prompted Go"]);
});

test("an answer that names its own session is no copy", () => {
  const reader = readerOf("s");
  const lines = [user("Go"), answer("Gone.", { requestSessionId: "s" })];
  expect(told(readAll(reader, lines))).toEqual(["prompted Go", "said Gone."]);
});

test("an answer given elsewhere is no copy once the session has one of its own", () => {
  const reader = readerOf("s");
  const lines = [user("Go"), answer("Gone."), answer("More.", elsewhere)];
  expect(told(readAll(reader, lines))).toEqual(["prompted Go", "said Gone.", "stopped Gone.", "said More."]);
});

test("a restart in the midst of a copy, and behind it, changes nothing", () => {
  const lines = [
    ...copy(),
    ...copy(),
    user("New", first),
    answer("New answer."),
    user("Next"),
    answer("Yes."),
  ];
  const whole = told(readAll(readerOf("fork"), lines));
  expect(whole).toHaveLength(6);
  for (let at = 1; at < lines.length; at++) {
    const before = readerOf("fork");
    const signals = readAll(before, lines.slice(0, at));
    const after = readerOf("fork", JSON.parse(JSON.stringify(before.state())));
    expect(told([...signals, ...readAll(after, lines.slice(at))])).toEqual(whole);
  }
});

test("a prompt of the origin that nobody answered is not the fork's own", () => {
  const reader = readerOf("fork");
  const unanswered = [user("Unanswered", first), user("[Request interrupted by user]", first)];
  const lines = [...copy(), ...unanswered, filler(), user("New", first), answer("New answer.")];
  expect(told(readAll(reader, lines))).toEqual(["forked from origin", "prompted New", "said New answer."]);
});

test("nor where nothing of the fork follows for a while but its own prompt", () => {
  const reader = readerOf("fork");
  readAll(reader, [...copy(), user("Unanswered", first), filler(), user("New", first)]);
  expect(told(reader.rest())).toEqual(["forked from origin", "prompted New"]);
});

test("prompts that a fork itself left unanswered are its own", () => {
  const reader = readerOf("fork");
  const interrupted = user("[Request interrupted by user]", first);
  const lines = [...copy(), user("New", first), interrupted, user("Rather", { promptId: "second" })];
  expect(told(readAll(reader, [...lines, answer("Yes.")]))).toEqual([
    "forked from origin",
    "prompted New",
    "interrupted",
    "prompted Rather",
    "said Yes.",
  ]);
});

test("what /branch copies says so with every line, a prompt that nobody answered too", () => {
  const reader = readerOf("twig");
  const branched = { forkedFrom: { sessionId: "origin", messageUuid: "u" } };
  const lines = [
    user("Unanswered", { ...branched, ...first }),
    user("New", { promptId: "second" }),
    answer("New answer."),
  ];
  expect(told(readAll(reader, lines))).toEqual(["forked from origin", "prompted New", "said New answer."]);
});

test("what the CLI answers in the model's place in a session that is no fork is told", () => {
  const reader = readerOf("s");
  expect(told(readAll(reader, [user("Go"), filler()]))).toEqual([
    "prompted Go",
    "said No response requested.",
  ]);
});

test("a fork that is met in the midst of its copy is told from its origin", () => {
  const reader = readerOf("fork");
  const copied = { requestSessionId: "origin" };
  const lines = [
    toolResult("t1"),
    answer("Old answer.", copied),
    user("Old", { promptId: "old" }),
    answer("Old answer 2.", copied),
    user("New", { promptId: "new" }),
    answer("New answer."),
  ];
  expect(told(readAll(reader, lines)).filter((line) => !line.startsWith("tool"))).toEqual([
    "forked from origin",
    "prompted New",
    "said New answer.",
  ]);
});

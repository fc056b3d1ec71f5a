import { expect, test } from "vitest";
import { stepsOf } from "./directives.ts";

test("a prompt without directives has no steps", () => {
  expect(stepsOf("just do it, [[please]]")).toEqual([]);
});

test("what is said and thought goes with the next call, and each call is a step", () => {
  const steps = stepsOf("[[think hm]] [[say I look]] [[bash ls -l]] then [[text all\\ndone]]");
  expect(steps).toMatchObject([
    { think: "hm", text: "I look", calls: [{ name: "Bash", input: { command: "ls -l" } }] },
    { think: undefined, text: "all\ndone", calls: [] },
  ]);
});

test("calls joined by a plus are made in parallel", () => {
  const [step] = stepsOf('[[tool Read {"file_path":"/a"} + Read {"file_path":"/b"}]]');
  expect(step?.calls).toEqual([
    { name: "Read", input: { file_path: "/a" } },
    { name: "Read", input: { file_path: "/b" } },
  ]);
});

test("directives inside a tool's input belong to that call", () => {
  const steps = stepsOf('[[tool Agent {"prompt":"[[bash sleep 1]] [[text {done}]]"}]] [[text over]]');
  expect(steps).toHaveLength(2);
  expect(steps[0]?.calls).toEqual([{ name: "Agent", input: { prompt: "[[bash sleep 1]] [[text {done}]]" } }]);
});

test("the short forms of the common tools take the CLI's own inputs", () => {
  const calls = stepsOf("[[write /w/a :: hello]] [[read /w/a]] [[ask Which? :: red | blue]]").flatMap(
    (s) => s.calls,
  );
  expect(calls).toMatchObject([
    { name: "Write", input: { file_path: "/w/a", content: "hello\n" } },
    { name: "Read", input: { file_path: "/w/a" } },
    {
      name: "AskUserQuestion",
      input: { questions: [{ question: "Which?", options: [{ label: "red" }, { label: "blue" }] }] },
    },
  ]);
});

test("faults carry their count, words and headers", () => {
  const [step] = stepsOf(
    '[[http 429 times=2 retry-after=5 message="too much" type=t h.x-reset=7]] [[text ok]]',
  );
  expect(step?.faults).toEqual([
    {
      status: 429,
      times: 2,
      message: "too much",
      type: "t",
      headers: { "retry-after": "5", "x-reset": "7" },
    },
  ]);
  expect(step?.text).toBe("ok");
});

test("a header given as a plus and seconds is a time from now", () => {
  const reset = Number(stepsOf("[[http 429 h.reset=+60]]")[0]?.faults[0]?.headers.reset);
  expect(Math.abs(reset - Date.now() / 1000 - 60)).toBeLessThan(5);
});

test("pace, hanging, cutting and usage belong to the step they stand before", () => {
  const steps = stepsOf(
    "[[slow 5]] [[delay 7]] [[usage input=9 cache_read=3]] [[text a b]] [[cut 1]] [[say c d]] [[hang]]",
  );
  expect(steps).toMatchObject([
    { tokenMs: 5, delayMs: 7, usage: { input: 9, cacheRead: 3 }, text: "a b", hang: false },
    { cutAfter: 1, hang: true, text: "c d" },
  ]);
});

import { TriggerContent } from "@signalbox/contract/triggers";
import { expect, test } from "vitest";
import { decidePoll, type Poll, pauseMs, type Seen } from "./decide-poll.ts";

const aPoll = (more: object = {}): Poll => {
  const content = TriggerContent.parse({ kind: "poll", url: "https://shop.example/stock", ...more });
  if (content.kind !== "poll") throw new Error("no poll");
  return content;
};
const answering = (text: string) => ({ status: 200, text, etag: null, modified: null });
const seenOf = (poll: Poll, text: string): Seen => {
  const finding = decidePoll(poll, null, answering(text));
  if ("fault" in finding) throw new Error(finding.fault);
  return finding.seen;
};

test("the first answer is learned, the same is nothing new, and another one begins", () => {
  const poll = aPoll();
  expect(decidePoll(poll, null, answering("one"))).toMatchObject({ decision: null });
  const seen = seenOf(poll, "one");
  expect(decidePoll(poll, seen, answering("one"))).toEqual({ seen, decision: null });
  expect(decidePoll(poll, seen, answering("two"))).toMatchObject({
    decision: {
      matches: true,
      what: "shop.example answered something new",
      values: { url: "https://shop.example/stock", status: "200", body: "two", found: "two" },
    },
  });
});

test("where an expression picks what is compared, all else may change, and names come in any order", () => {
  const poll = aPoll({ compare: "release", values: { title: "body.notes" } });
  const seen = seenOf(poll, '{"at":1,"release":{"name":"a","number":1}}');
  expect(decidePoll(poll, seen, answering('{"at":2,"release":{"number":1,"name":"a"}}'))).toEqual({
    seen,
    decision: null,
  });
  expect(decidePoll(poll, seen, answering('{"notes":"New","release":{"number":2}}'))).toMatchObject({
    decision: { values: { found: '{"number":2}', title: "New", status: "200" } },
  });
});

test("a filter keeps what is new from beginning, and it is known from then on", () => {
  const poll = aPoll({ compare: "stock", filter: "found < `5`" });
  const seen = seenOf(poll, '{"stock":9}');
  const finding = decidePoll(poll, seen, answering('{"stock":8}'));
  expect(finding).toMatchObject({ decision: { matches: false, reason: "Its filter says no" } });
  expect(finding).not.toMatchObject({ seen });
});

test("what is no JSON, or too deep, is a fault where something is picked out of it", () => {
  const poll = aPoll({ compare: "stock" });
  expect(decidePoll(poll, null, answering("<html>"))).toEqual({
    fault: "What is compared can't be found: The body is no JSON",
  });
  expect(decidePoll(poll, null, answering(`${"[".repeat(200)}${"]".repeat(200)}`))).toMatchObject({
    fault: expect.stringContaining("nested deeper than"),
  });
  expect(decidePoll(aPoll({ compare: "length(stock)" }), null, answering('{"stock":1}'))).toMatchObject({
    fault: expect.stringContaining("can't be found"),
  });
});

test("each fault doubles the pause, to an hour beyond the usual one at most", () => {
  const minutes = (everyMinutes: number, faults: number) => pauseMs({ everyMinutes }, faults) / 60_000;
  expect([0, 1, 2, 3, 9, 5_000].map((faults) => minutes(1, faults))).toEqual([1, 2, 4, 8, 61, 61]);
  expect([0, 1, 2].map((faults) => minutes(1_440, faults))).toEqual([1_440, 1_500, 1_500]);
});

test.each([["ftp://shop.example/"], ["https://ada:secret@shop.example/"], ["shop.example"]])(
  "%s is no address to ask",
  (url) => {
    expect(TriggerContent.safeParse({ kind: "poll", url }).success).toBe(false);
  },
);

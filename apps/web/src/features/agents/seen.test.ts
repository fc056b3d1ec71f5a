import { expect, test } from "vitest";
import { hasBaseline, isUnread, readSeen, seenUpTo, withAllSeen, withSeen } from "./seen.ts";

const agent = (id: string, lastSeenAt: string) => ({ id, lastSeenAt });

test("an agent is unread once it did something after it was looked at", () => {
  const seen = withSeen({}, "a", "2") ?? {};
  expect(isUnread(seen, agent("a", "2"))).toBe(false);
  expect(isUnread(seen, agent("a", "3"))).toBe(true);
  expect(isUnread(seen, agent("b", "3"))).toBe(false);
  expect(withSeen(seen, "a", "1")).toBeNull();
});

test("once all was seen, what any agent does later is unread", () => {
  const seen = withAllSeen({ a: "2", b: "7" }, "5");
  expect(hasBaseline(seen)).toBe(true);
  expect(isUnread(seen, agent("a", "4"))).toBe(false);
  expect(isUnread(seen, agent("a", "6"))).toBe(true);
  expect(isUnread(seen, agent("b", "6"))).toBe(false);
  expect(isUnread(seen, agent("never looked at", "6"))).toBe(true);
});

test("what is new in an agent is what came after it was seen, by itself or with all", () => {
  const seen = withAllSeen({ a: "2", b: "7" }, "5");
  expect(["a", "b", "never looked at"].map((id) => seenUpTo(seen, id))).toEqual(["5", "7", "5"]);
  expect(seenUpTo({}, "a")).toBeNull();
});

test("what all was seen up to outlives the looks at many agents", () => {
  let seen = withAllSeen({}, "5");
  for (let id = 0; id < 600; id++) seen = withSeen(seen, `a${id}`, "6") ?? seen;
  expect(hasBaseline(seen)).toBe(true);
  expect(Object.keys(seen)).toHaveLength(501);
});

test("what is stored and can't be read counts as nothing", () => {
  expect([readSeen(null), readSeen("{"), readSeen("[1]")]).toEqual([{}, {}, {}]);
});

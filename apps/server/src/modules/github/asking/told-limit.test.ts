import { expect, test } from "vitest";
import { retryAtOf } from "./told-limit.ts";

const now = new Date("2026-01-01T00:00:00Z");
const secondsUntil = (status: number, headers: Record<string, string>, message = "") => {
  const at = retryAtOf({ status, headers, message }, now);
  return at === null ? null : (at.getTime() - now.getTime()) / 1_000;
};
const inSeconds = (seconds: number) => String(now.getTime() / 1_000 + seconds);

test.each([
  ["the answer says so", 429, { "retry-after": "7" }, "", 7],
  [
    "the hour's requests are used up",
    403,
    { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inSeconds(90) },
    "",
    90,
  ],
  ["a secondary limit names no time", 403, {}, "You have exceeded a secondary rate limit", 60],
  ["too many requests, and nothing more", 429, {}, "", 60],
  [
    "its clock is ahead of ours",
    403,
    { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inSeconds(-9) },
    "",
    1,
  ],
])("GitHub is asked later where %s", (_what, status, headers, message, seconds) => {
  expect(secondsUntil(status, headers, message)).toBe(seconds);
});

test.each([
  ["without permission", 403, { "x-ratelimit-remaining": "4999", "x-ratelimit-reset": inSeconds(90) }],
  ["of what is not there", 404, { "retry-after": "7" }],
])("a refusal %s is no limit", (_what, status, headers) => {
  expect(secondsUntil(status, headers, "Resource not accessible")).toBeNull();
});

test("no wait is longer than two hours", () => {
  expect(secondsUntil(429, { "retry-after": "999999" })).toBe(7_200);
});

import type { Account, AccountWindow } from "@signalbox/contract/accounts";
import { expect, test } from "vitest";
import { meansWords, stateWords, windowName, windowWords } from "./words.ts";

const now = Date.parse("2026-12-01T12:00:00Z");
const account: Account = {
  ...{
    id: "a",
    backend: "claude",
    programId: null,
    name: "Work",
    kind: "key",
    hostId: null,
    isHere: true,
    folder: null,
  },
  ...{ variable: "ANTHROPIC_API_KEY", hint: "9f3k", isDefault: false, enabled: true, state: "usable" },
  ...{ until: null, limitReason: null, fault: null, faultAt: null, lastUsedAt: null, windows: [] },
  ...{ createdAt: "2026-12-01T11:00:00Z", updatedAt: "2026-12-01T11:00:00Z" },
};

test.each<[string, Partial<Account>]>([
  ["Usable", {}],
  ["Limited for 2 h 5 min", { state: "limited", until: "2026-12-01T14:05:00Z" }],
  ["Left alone for 40 s", { state: "held", until: "2026-12-01T12:00:40Z" }],
  ["Signed out", { state: "faulted", fault: "authentication" }],
  ["Not paid for", { state: "faulted", fault: "billing" }],
  ["Disabled", { state: "disabled", enabled: false }],
])("an account is told as: %s", (words, differs) => {
  expect(stateWords({ ...account, ...differs }, now)).toBe(words);
});

test("of a secret its end is told, and of a folder elsewhere that it is there", () => {
  expect(meansWords(account)).toBe("A key that ends with 9f3k, in ANTHROPIC_API_KEY");
  const folder: Account = { ...account, kind: "folder", folder: "/home/ada", hint: null, isHere: false };
  expect(meansWords(folder)).toBe("/home/ada, on another machine");
});

const window: AccountWindow = {
  ...{ name: "five_hour", usedPercent: 42, isMet: false, isOver: false },
  ...{ resetsAt: "2026-12-01T14:05:00Z", toldAt: "2026-12-01T11:50:00Z" },
};

test.each<[string, Partial<AccountWindow>]>([
  ["42 % used, over in 2 h 5 min; told 11:50", {}],
  ["100 % used, limit met, over in 2 h 5 min; told 11:50", { usedPercent: 100, isMet: true }],
  ["over in 2 h 5 min; told 11:50", { usedPercent: null }],
  ["how much is used is not told; told 11:50", { usedPercent: null, resetsAt: null }],
  [
    "over since 11:55, nothing is known of the next; told 11:50",
    { usedPercent: null, isOver: true, resetsAt: "2026-12-01T11:55:00Z" },
  ],
  // It was over while the page was open.
  ["over since 11:55, nothing is known of the next; told 11:50", { resetsAt: "2026-12-01T11:55:00Z" }],
])("a window of a plan is told as: %s", (words, differs) => {
  expect(windowWords({ ...window, ...differs }, now)).toBe(words);
});

test("windows are called as people do, and those that are not known as their CLI does", () => {
  const names = ["five_hour", "seven_day", "one_month"].map((name) => windowName({ ...window, name }));
  expect(names).toEqual(["5 hours", "Week", "one month"]);
});

import type { Account } from "@signalbox/contract/accounts";
import { expect, test } from "vitest";
import { meansWords, stateWords } from "./words.ts";

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
  ...{ until: null, limitReason: null, fault: null, faultAt: null, lastUsedAt: null },
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

import { expect, test } from "vitest";
import { type Candidate, chooseAccount, type Wish } from "./choice.ts";

const at = new Date("2026-12-01T12:00:00Z");
const inMinutes = (minutes: number) => new Date(at.getTime() + minutes * 60_000);
const account = (id: string, differs: Partial<Candidate> = {}): Candidate => ({
  ...{ id, name: id.toUpperCase(), hostId: null, enabled: true, isDefault: false },
  ...{ limitedUntil: null, fault: null, lastUsedAt: null, ...differs },
});
const wish = (differs: Partial<Wish> = {}): Wish => ({
  ...{
    backend: "claude",
    accountId: null,
    stickTo: null,
    failed: [],
    spent: new Map(),
    hostId: "here",
    at,
    ...differs,
  },
});
const chosen = (id: string) => ({ account: { id, name: id.toUpperCase() } });

test("whichever was used longest ago has its turn", () => {
  const all = [account("a", { lastUsedAt: inMinutes(-1) }), account("b", { lastUsedAt: inMinutes(-2) })];
  expect(chooseAccount(all, wish())).toEqual(chosen("b"));
  expect(chooseAccount([...all, account("c")], wish())).toEqual(chosen("c"));
});

test("the default is taken before others, and the account of a session before that", () => {
  const all = [account("a"), account("b", { isDefault: true, lastUsedAt: at }), account("c")];
  expect(chooseAccount(all, wish())).toEqual(chosen("b"));
  expect(chooseAccount(all, wish({ stickTo: "c" }))).toEqual(chosen("c"));
});

test.each<[string, Partial<Candidate>]>([
  ["is disabled", { enabled: false }],
  ["is signed out", { fault: "authentication" }],
  ["met a limit", { limitedUntil: inMinutes(1) }],
  ["is of another host", { hostId: "there" }],
])("one that %s is passed over, even where a session is to go on with it", (_what, differs) => {
  const all = [account("a", { isDefault: true, ...differs }), account("b")];
  expect(chooseAccount(all, wish({ stickTo: "a" }))).toMatchObject(chosen("b"));
});

test("where the one that is wished belongs to another machine, that is told", () => {
  const all = [account("a", { hostId: "there" }), account("b")];
  expect(chooseAccount(all, wish({ accountId: "a" }))).toEqual({ elsewhere: "there" });
});

test("one that was signed out is tried where nothing else is left, but once for each execution", () => {
  const all = [account("a", { fault: "authentication", isDefault: true })];
  expect(chooseAccount(all, wish())).toEqual(chosen("a"));
  expect(chooseAccount([...all, account("b", { lastUsedAt: at })], wish())).toEqual(chosen("b"));
  expect(chooseAccount(all, wish({ failed: ["a"] }))).toHaveProperty("refused");
});

test("a limit is over at its instant", () => {
  expect(chooseAccount([account("a", { limitedUntil: at })], wish())).toEqual(chosen("a"));
});

test("where all met limits, the first that is over says until when", () => {
  const all = [
    account("a", { limitedUntil: inMinutes(9) }),
    account("b", { limitedUntil: inMinutes(4) }),
    account("c", { limitedUntil: inMinutes(1), fault: "billing" }),
  ];
  expect(chooseAccount(all, wish())).toEqual({
    ...{ until: inMinutes(4), reason: "claude: each of its 2 accounts met a limit" },
  });
});

test("a backend that is left alone has no account to use, however sound they are", () => {
  expect(chooseAccount([account("a")], wish(), inMinutes(1))).toEqual({
    ...{ until: inMinutes(1), reason: "claude fails again and again: it is tried anew then" },
  });
});

test.each<[string, Candidate[], Partial<Wish>]>([
  [
    'claude: its only account "A" is signed out; sign in and check it',
    [account("a", { fault: "authentication" })],
    { failed: ["a"] },
  ],
  [
    'claude: its only account "A" is not paid for; see to its plan and check it',
    [account("a", { fault: "billing" })],
    { failed: ["a"] },
  ],
  ['claude: its only account "A" is disabled; enable it', [account("a", { enabled: false })], {}],
  ["claude: there is no such account; add one", [account("a")], { accountId: "gone" }],
  [
    'claude: none of its accounts can be used: "A" is signed out, "B" is disabled',
    [account("a", { fault: "authentication" }), account("b", { enabled: false })],
    { failed: ["a"] },
  ],
])("refused with: %s", (refused, all, differs) => {
  expect(chooseAccount(all, wish(differs), inMinutes(1))).toEqual({ refused });
});

test("whoever is at a limit is told beside the one that is chosen instead", () => {
  const limitedUntil = new Date(at.getTime() + 60_000);
  const all = [account("a", { isDefault: true, limitedUntil }), account("b")];
  const told = [`the account "A" is at a limit until ${limitedUntil.toISOString()}`];
  expect(chooseAccount(all, wish())).toMatchObject({ account: { id: "b" }, insteadOf: told });
});

const spent = (id: string, minutes: number) =>
  new Map([[id, { until: inMinutes(minutes), reason: "Its budget is spent" }]]);

test.each([
  [60, 'the account "A" may not be used: Its budget is spent'],
  [10, `the account "A" is at a limit until ${inMinutes(30).toISOString()}`],
])(
  "one whose budget is spent for %i minutes is passed over, and told beside the other with what lasts longer",
  (minutes, told) => {
    const all = [account("a", { isDefault: true, limitedUntil: inMinutes(30) }), account("b")];
    const choice = chooseAccount(all, wish({ spent: spent("a", minutes) }));
    expect(choice).toEqual({ ...chosen("b"), insteadOf: [told] });
  },
);

test("where there is no other, it is waited for, and the budget is why; a limit that lasts longer is told instead", () => {
  const only = account("a", { limitedUntil: inMinutes(30) });
  expect(chooseAccount([only], wish({ spent: spent("a", 60) }))).toEqual({
    until: inMinutes(60),
    reason: 'claude: its account "A" may not be used: Its budget is spent',
  });
  expect(chooseAccount([only], wish({ spent: spent("a", 10) }))).toEqual({
    until: inMinutes(30),
    reason: 'claude: its account "A" met a limit',
  });
});

import { anEvent } from "@signalbox/client/server.testing";
import { expect, test } from "vitest";
import type { Io } from "../io.ts";
import { clean, cleanJson, cleanOr } from "./clean.ts";
import { count } from "./count.ts";
import { whatHappened, whoseEvent } from "./event-words.ts";
import { table } from "./table.ts";
import { ago, until } from "./when.ts";

test.each([
  ["\u001b[31mred\u001b[0m", "red"],
  ["\u001b]0;a window's title\u0007done", "done"],
  ["\u001b]8;;https://example.com\u0007a link\u001b]8;;\u0007", "a link"],
  ["\u001b]52;c;c3RvbGVu\u0007copied", "copied"],
  ["two\r\nlines\tand a tab", "two lines and a tab"],
  ["bell\u0007 back\u0008space \u009b2J", "bell backspace"],
  ["safe\u202eexe.txt", "safeexe.txt"],
  ["Grüße 👩‍🔬 世界", "Grüße 👩‍🔬 世界"],
])("what an agent wrote can't steer the terminal: %j", (hostile, harmless) => {
  expect(clean(hostile)).toBe(harmless);
});

test("a text of nothing but control sequences counts as missing", () => {
  expect(cleanOr("\u001b[2J\n", "-")).toBe("-");
  expect(cleanOr(null, "-")).toBe("-");
});

test("JSON says the same without a raw control character", () => {
  const value = { title: "\u001b[2J \u009b1m \u202e 🏳️‍🌈 \u{e0041}" };
  const text = cleanJson(value);
  expect(JSON.parse(text)).toEqual(value);
  expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test.each([
  [0, "0 s"],
  [59_999, "59 s"],
  [60_000, "1 m"],
  [7_200_000, "2 h"],
  [200_000_000, "2 d"],
  [-5_000, "0 s"],
])("%i ms ago is %s", (ms, words) => {
  const now = new Date("2026-01-02T00:00:00.000Z");
  expect(ago(new Date(now.getTime() - ms).toISOString(), now)).toBe(words);
});

test.each([
  [-5_000, "0 s"],
  [40_000, "40 s"],
  [660_001, "12 m"],
  [10_800_000, "3 h"],
])("what comes in %i ms comes in %s", (ms, words) => {
  const now = new Date("2026-01-02T00:00:00.000Z");
  expect(until(new Date(now.getTime() + ms).toISOString(), now)).toBe(words);
});

const agentId = "0199d4a2-0000-7000-8000-000000000000";

test.each([
  ["its project and title", { cwd: "/home/me/atlas", title: "Mend\u001b[2J it" }, "atlas: Mend it"],
  [
    "its kind, where it has no title",
    { cwd: "/home/me/atlas", title: null, agentType: "Explore" },
    "atlas: Explore",
  ],
  ["its id, where nothing else is known", {}, `agent ${agentId}`],
])("an event names its agent by %s", (_, agent, name) => {
  expect(whoseEvent({ ...anEvent(1), agentId, data: { agent } })).toBe(name);
});

test.each([
  ["turn.recorded", { actor: "agent", intent: "progress", tool: "Bash" }, "uses Bash"],
  ["turn.recorded", { actor: "user", intent: "command", tool: null }, "user: command"],
  ["question.asked", { kind: "permission", tool: "Bash" }, "asks: permission (Bash)"],
  ["question.updated", {}, "the words of its question arrived"],
  ["question.closed", { state: "answered_elsewhere" }, "question answered elsewhere"],
  ["command.completed", { outcome: "done", errorClass: null }, "command done"],
  ["agent.ended", { reason: "prompt_input_exit" }, "ended (left in its terminal)"],
  ["agent.ended", { reason: "other" }, "ended"],
  ["agent.updated", {}, "details changed"],
  ["turn.updated", {}, "turn updated"],
  ["sign_in.created", {}, "A browser signed in"],
  ["of.the_future", {}, "of.the_future"],
])("%s of %j reads %j", (type, data, said) => {
  expect(whatHappened({ ...anEvent(1, type), data })).toBe(said);
});

const ioOf = (columns: number): Io => ({
  out: () => {},
  err: () => {},
  isTerminal: true,
  hasColour: false,
  columns,
  now: () => new Date(),
  readSecret: async () => "",
  readLine: async () => null,
  stopSignal: () => new AbortController().signal,
});
const rows = [{ name: "short" }, { name: "a title that is much too long 👩‍👩‍👧 for this" }];
const columns = [
  { title: "NAME", text: (row: { name: string }) => row.name, isWide: true },
  { title: "ID", text: () => "42" },
];

test("in a terminal a line fits its width", () => {
  expect(table(ioOf(24), columns, rows).split("\n")).toEqual([
    "NAME                  ID",
    "short                 42",
    "a title that is muc…  42",
  ]);
});

test("elsewhere nothing is cut", () => {
  expect(table(ioOf(Number.POSITIVE_INFINITY), columns, rows)).toContain("👩‍👩‍👧 for this  42");
});

test("one thing is not counted as several", () => {
  expect([0, 1, 2].map((number) => count(number, "live agent"))).toEqual([
    "0 live agents",
    "1 live agent",
    "2 live agents",
  ]);
});

import { BotContent } from "@signalbox/contract/bots";
import { expect, test } from "vitest";
import { asksOf } from "./asks.ts";
import { stateOf } from "./state-of.ts";

const says = (prompt: string, more: object = {}) => BotContent.parse({ name: "A", prompt, ...more });
const [one, two, three] = [says("one"), says("two"), says("three")];
const file = { blob: "b", content: one, agreed: one, keptBlob: null };
const project = "0190a1b2-0000-7000-8000-000000000001";
const other = "0190a1b2-0000-7000-8000-000000000002";

test("who changed since file and bot were alike tells what is to be done", () => {
  expect(stateOf(file, one)).toBe("in_step");
  expect(stateOf({ ...file, content: two }, one)).toBe("waiting");
  expect(stateOf(file, two)).toBe("changed_here");
  expect(stateOf({ ...file, content: two }, three)).toBe("conflict");
  expect(stateOf({ ...file, content: two }, two)).toBe("in_step");
});

test("a bot that a person kept is left so until the file is another one", () => {
  expect(stateOf({ ...file, keptBlob: "b" }, two)).toBe("kept");
  expect(stateOf({ ...file, blob: "c", content: three, keptBlob: "b" }, two)).toBe("conflict");
});

test("a file that is gone, that can't be read, or that has no bot yet", () => {
  expect(stateOf({ ...file, blob: null, content: null }, one)).toBe("removed");
  expect(stateOf({ ...file, content: null }, one)).toBe("invalid");
  expect(stateOf({ ...file, agreed: null }, null)).toBe("waiting");
});

test("a bot that was there before its file is nobody's but the people's", () => {
  expect(stateOf({ ...file, agreed: null }, two)).toBe("conflict");
});

const asks = (more: object, agreed: BotContent | null = null) =>
  asksOf(says("Go", { projectId: project, workspace: "clone", ...more }), { agreed, projectId: project });

test("a file gives its bot by itself no rights beyond its project", () => {
  expect(asks({})).toEqual([]);
  expect(asks({ access: "edit", outcomes: [{ kind: "pull_request" }, { kind: "comment" }] })).toEqual([]);
  expect(asks({ access: "full" })).toEqual(["full_access"]);
  expect(asks({ access: "edit", workspace: "in_place" })).toEqual(["in_place"]);
  expect(asks({ access: "read", workspace: "in_place" })).toEqual([]);
  expect(asks({ projectId: other })).toEqual(["other_project"]);
  expect(asks({ fallbacks: [{ backend: "codex", accountId: other }] })).toEqual(["account"]);
  expect(asks({ backend: "program", programId: other })).toEqual(["program"]);
  expect(asks({ fallbacks: [{ backend: "program", programId: other }] })).toEqual(["program"]);
  expect(asks({ outcomes: [{ kind: "webhook", url: "https://example.org/" }] })).toEqual(["webhook"]);
  expect(asks({ outcomes: [{ kind: "issue", repository: "acme/other" }] })).toEqual(["other_repository"]);
  expect(asks({ outcomes: [{ kind: "bot", botId: other }] })).toEqual(["other_bot"]);
});

test("what was agreed to is not asked again, but for a bot that may do anything", () => {
  const webhook = (url: string) => ({ outcomes: [{ kind: "webhook", url }] });
  const agreed = says("Went", webhook("https://example.org/a"));
  expect(asks(webhook("https://example.org/a"), agreed)).toEqual([]);
  expect(asks(webhook("https://example.org/b"), agreed)).toEqual(["webhook"]);
  expect(asks({ access: "full" }, says("Went", { access: "full" }))).toEqual(["full_access"]);
});

import { BotContent } from "@signalbox/contract/bots";
import { expect, test } from "vitest";
import { readBotFile, writeBotFile } from "./bot-file.ts";

const schema = "http://127.0.0.1:7373/schemas/bot.json";
const faultsOf = (text: string) => readBotFile(text).faults;

test("what is written is read again as it was, whatever a prompt holds", () => {
  const prompts = ["Look", "a: b\n- c\n\n  # d\n", "{{ task }}", "'\"\\ \u00a0 €\t|>", "yes", "12", "---\nx"];
  for (const prompt of prompts) {
    const variables = [{ name: "task", description: "", default: "null" }, { name: "tone" }];
    const content = BotContent.parse({ name: "Triage: it", prompt, variables, timeoutMinutes: 5 });
    expect(readBotFile(writeBotFile(content, schema))).toMatchObject({ content });
  }
});

test("a prompt of several lines stands there line by line, and editors find the schema", () => {
  const content = BotContent.parse({ name: "Triage", prompt: "Look into {{ it }}.\n\nSay why." });
  expect(writeBotFile(content, schema)).toMatch(
    /^# yaml-language-server: \$schema=http:\S+\/schemas\/bot\.json\nname: Triage\nprompt: \|-\n {2}Look into \{\{ it \}\}\.\n\n {2}Say why\.\n/,
  );
});

test("what is left out is as usual", () => {
  const { content } = readBotFile("name: A\nprompt: Go\n");
  expect(content).toEqual(BotContent.parse({ name: "A", prompt: "Go" }));
});

test("each fault is told with its line", () => {
  const text =
    "name: A\nprompt: Go\nacess: edit\nvariables:\n  - name: task\n  - name: Wrong Name\ntimeoutMinutes: 0\n";
  expect(faultsOf(text)).toEqual([
    { line: 3, message: "acess: is nothing that can be said" },
    { line: 6, message: expect.stringMatching(/^variables\.1\.name: must be lower-case/) },
    { line: 7, message: expect.stringMatching(/^timeoutMinutes: /) },
  ]);
});

test("what is missing is told where it should stand, and what is no YAML where it breaks", () => {
  expect(faultsOf("\n# a bot\nname: A\n")).toMatchObject([
    { line: 3, message: expect.stringMatching(/^prompt: /) },
  ]);
  expect(faultsOf("name: A\nprompt: 'Go\n")).toMatchObject([{ line: 3 }]);
  expect(faultsOf("name: A\nname: B\nprompt: Go\n")).toMatchObject([{ line: 2 }]);
  expect(faultsOf("")).toMatchObject([{ line: 1 }]);
  expect(faultsOf("- a\n- b\n")).toMatchObject([{ line: 1 }]);
});

test("a file that grows as it is read is refused", () => {
  const grows = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ..."bcdefgh".split("").map((to, at) => {
      const from = "abcdefg"[at];
      return `${to}: &${to} [*${from},*${from},*${from},*${from},*${from},*${from},*${from},*${from},*${from}]`;
    }),
  ].join("\n");
  expect(faultsOf(grows)).toMatchObject([{ line: 1 }]);
  expect(faultsOf("x".repeat(1_000_001))).toMatchObject([{ line: 1 }]);
  expect(faultsOf("[".repeat(250_000))?.length).toBeLessThanOrEqual(20);
});

test("a place in a file is found for those who find a fault later", () => {
  const { lineOf } = readBotFile("name: A\nvariables:\n  - name: x\n    default: y\nprompt: |\n  Go\n  on\n");
  expect(
    [["prompt"], ["variables", 0, "default"], ["variables", 7], ["nothing"]].map((path) => lineOf?.(path)),
  ).toEqual([5, 4, 2, 1]);
});

test("who reads it may say what is usual there", () => {
  const projectId = "0190a1b2-0000-7000-8000-000000000001";
  const text = "name: A\nprompt: Go\nworkspace: clone\n";
  expect(readBotFile(text, { projectId }).content).toMatchObject({ projectId });
  expect(readBotFile("name: A\nprompt: Go\nprojectId: null\n", { projectId }).content).toMatchObject({
    projectId: null,
  });
});

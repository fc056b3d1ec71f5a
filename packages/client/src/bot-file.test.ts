import { BotContent } from "@signalbox/contract/bots";
import { expect, test } from "vitest";
import { readBotFile, writeBotFile } from "./bot-file.ts";

const programs = [
  { id: "018f0000-0000-7000-8000-000000000001", name: "Aider" },
  { id: "018f0000-0000-7000-8000-000000000002", name: "Our own: it" },
];
const writing = { schema: "http://127.0.0.1:7373/schemas/bot.json", programs };
const faultsOf = (text: string) => readBotFile(text, programs).faults;

test("what is written is read again as it was, whatever a prompt holds", () => {
  const prompts = ["Look", "a: b\n- c\n\n  # d\n", "{{ task }}", "'\"\\ \u00a0 €\t|>", "yes", "12", "---\nx"];
  for (const prompt of prompts) {
    const variables = [{ name: "task", description: "", default: "null" }, { name: "tone" }];
    const content = BotContent.parse({ name: "Triage: it", prompt, variables, timeoutMinutes: 5 });
    expect(readBotFile(writeBotFile(content, writing), programs)).toMatchObject({ content });
  }
});

test("a prompt of several lines stands there line by line, and editors find the schema", () => {
  const content = BotContent.parse({ name: "Triage", prompt: "Look into {{ it }}.\n\nSay why." });
  expect(writeBotFile(content, writing)).toMatch(
    /^# yaml-language-server: \$schema=http:\S+\/schemas\/bot\.json\nname: Triage\nprompt: \|-\n {2}Look into \{\{ it \}\}\.\n\n {2}Say why\.\n/,
  );
});

test("what is left out is as usual", () => {
  const { content } = readBotFile("name: A\nprompt: Go\n", programs);
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
  const { lineOf } = readBotFile(
    "name: A\nvariables:\n  - name: x\n    default: y\nprompt: |\n  Go\n  on\n",
    programs,
  );
  expect(
    [["prompt"], ["variables", 0, "default"], ["variables", 7], ["nothing"]].map((path) => lineOf?.(path)),
  ).toEqual([5, 4, 2, 1]);
});

test("who reads it may say what is usual there", () => {
  const projectId = "0190a1b2-0000-7000-8000-000000000001";
  const text = "name: A\nprompt: Go\nworkspace: clone\n";
  expect(readBotFile(text, programs, { projectId }).content).toMatchObject({ projectId });
  expect(
    readBotFile("name: A\nprompt: Go\nprojectId: null\n", programs, { projectId }).content,
  ).toMatchObject({
    projectId: null,
  });
});

test("a program is named as people name it, and is found by that on another server", () => {
  const [aider, own] = programs.map(({ id }) => id);
  const content = BotContent.parse({
    ...{ name: "A", prompt: "Go", backend: "program", programId: own },
    fallbacks: [{ backend: "claude" }, { backend: "program", programId: aider }],
  });
  const text = writeBotFile(content, writing);
  expect(text).toContain('program: "Our own: it"');
  expect(text).not.toContain("programId");
  expect(readBotFile(text, programs)).toMatchObject({ content });
  const elsewhere = programs.map(({ id, name }) => ({
    id: id.replace("018f", "0190"),
    name: name.toUpperCase(),
  }));
  expect(readBotFile(text, elsewhere).content).toMatchObject({
    programId: own?.replace("018f", "0190"),
    fallbacks: [{}, { programId: aider?.replace("018f", "0190") }],
  });
  expect(readBotFile(text, programs.slice(0, 1)).faults).toEqual([
    { line: expect.any(Number), message: 'program: no program is called "Our own: it" on this server' },
  ]);
});

test("a file may still name a program by its id, but not both ways, and none where there is none", () => {
  const written = (more: string) => `name: A\nprompt: Go\n${more}`;
  const id = programs[0]?.id;
  expect(readBotFile(written(`backend: program\nprogramId: ${id}\n`), programs).content).toMatchObject({
    programId: id,
  });
  expect(faultsOf(written(`backend: program\nprogram: Aider\nprogramId: ${id}\n`))).toEqual([
    { line: 4, message: "program: is said twice: leave out programId" },
  ]);
  expect(faultsOf(written("fallbacks:\n  - backend: program\n    program: 7\n"))).toEqual([
    { line: 5, message: "fallbacks.0.program: no program is called 7 on this server" },
  ]);
  expect(faultsOf(written("program: Aider\n"))).toMatchObject([
    { message: expect.stringContaining("says which program") },
  ]);
});

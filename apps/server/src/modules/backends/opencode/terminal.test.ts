import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Question } from "@signalbox/contract/agents";
import { expect, test } from "vitest";
import type { DialogAnswer } from "../terminal-dialog.ts";
import { opencodeDialogs } from "./dialogs/dialogs.ts";
import { opencodeInput } from "./input.ts";

/** As OpenCode 1.18.33 drew it, with its colours. */
const screen = (name: string) => readFileSync(join(import.meta.dirname, "screens", `${name}.txt`), "utf8");

const asked = (tool: string, input: Record<string, string | string[]>): Question => ({
  ...{ id: "q", agentId: "a", commandId: null, turnId: null, state: "open", version: 1 },
  ...{ kind: "permission", tool, input, text: "", parts: [], plan: null, terminalOnly: true },
  ...{ answerId: null, callTurnId: null, at: "", closedAt: null },
});
const bash = (command: string) => asked("Bash", { command });
const edit = (filepath: string) => asked("Edit", { filepath, diff: "" });
const fetched = (url: string) => asked("webfetch", { url, format: "text" });
const outside = (filepath: string, parentDir: string) => asked("external_directory", { filepath, parentDir });
const running = (command: string, ...patterns: string[]) =>
  asked("external_directory", { command, patterns });
const url =
  "http://127.0.0.1:4802/api/agents?limit=1&a=something-long-enough-to-be-broken-into-two-lines-and-more-than-that";
const dialogOf = (name: string) => {
  const dialog = opencodeDialogs.read(screen(name));
  if (dialog === null) throw new Error("it shows no dialog");
  return dialog;
};
const asks = (name: string, question: Question) => opencodeDialogs.isAbout(dialogOf(name), question);
const lines = Array.from({ length: 60 }, (_, n) => `touch word${n}`);

test("a permission of OpenCode is known by its whole command, or by its file", () => {
  expect(asks("bash", bash("touch one && ls"))).toBe(true);
  expect(asks("bash-wide", bash("touch one && ls"))).toBe(true);
  expect(asks("bash-tall", bash(lines.join("\n")))).toBe(true);
  expect(asks("write", edit("/home/ada/workspace/src/new.ts"))).toBe(true);
  expect(asks("always", bash("touch one && ls"))).toBe(true);
});

test.each<[string, Question]>([
  ["bash", bash("touch one")],
  ["bash", bash("ls")],
  ["bash", bash("touch one && ls && rm -rf build")],
  ["bash", bash("[redacted]")],
  ["bash", edit("/home/ada/ls")],
  ["bash-tall", bash(lines.slice(1).join("\n"))],
  ["bash-tall", bash(["rm -rf build", ...lines].join("\n"))],
  ["write", edit("/home/ada/workspace/lib/new.ts")],
  ["write", bash("hello")],
  ["always", bash("rm -rf build")],
  ["always", edit("/home/ada/workspace/src/new.ts")],
])("the screen %s asks for no other", (name, question) => {
  expect(asks(name, question)).toBe(false);
});

test("a permission to fetch is known by its whole address, one to leave the folder by where to and by its call", () => {
  expect(asks("fetch", fetched(url))).toBe(true);
  expect(asks("outside", outside("/etc/hosts", "/etc"))).toBe(true);
  expect(asks("outside-write", outside("/var/tmp/sbx-new.txt", "/var/tmp"))).toBe(true);
  expect(asks("outside-several", outside("/var/tmp/sbx-new.txt", "/var/tmp"))).toBe(true);
  const command = "ls /var/log > /dev/null && touch /var/tmp/x";
  expect(asks("outside-command", running(command, "/var/tmp/*"))).toBe(true);
});

test.each<[string, Question]>([
  ["fetch", fetched(url.slice(0, -5))],
  ["fetch", fetched(`${url}-more`)],
  ["fetch", bash(url)],
  ["fetch", outside("/etc/hosts", "/etc")],
  ["outside", outside("/etc/passwd", "/etc")],
  ["outside", outside("/etc/hosts", "/")],
  ["outside", edit("/etc/hosts")],
  ["outside", fetched("/etc/hosts")],
  ["outside-command", running("touch /var/tmp/x", "/var/tmp/*")],
  ["outside-command", running("ls /var/log > /dev/null && touch /var/tmp/x", "/var/tmp/*", "/srv/*")],
  ["outside-command", bash("ls /var/log > /dev/null && touch /var/tmp/x")],
  ["outside-parallel", outside("/var/tmp/sbx/bbb.txt", "/var/tmp/sbx")],
  ["outside-alike", outside("/var/tmp/sbx/e.txt", "/var/tmp/sbx")],
  ["outside-child", outside("/var/tmp/sbx/ccc.txt", "/var/tmp/sbx")],
  ["fetch-always", fetched(url)],
  ["outside-always", outside("/etc/hosts", "/etc")],
])("the screen %s asks for no other of these", (name, question) => {
  expect(asks(name, question)).toBe(false);
});

test("of several calls a dialog asks about the one in its colour", () => {
  expect(asks("outside-parallel", outside("/var/tmp/sbx/aaa.txt", "/var/tmp/sbx"))).toBe(true);
  expect(asks("outside-next", outside("/var/tmp/sbx/bbb.txt", "/var/tmp/sbx"))).toBe(true);
  expect(asks("outside-behind-child", outside("/var/tmp/sbx/ccc.txt", "/var/tmp/sbx"))).toBe(true);
});

test("two calls that look alike are told apart by no dialog, but one that failed is over", () => {
  expect(asks("edits-alike", edit("/home/ada/workspace/notes.txt"))).toBe(false);
  expect(asks("bash-alike", bash("touch one"))).toBe(false);
  expect(asks("edit-again", edit("/home/ada/workspace/notes.txt"))).toBe(true);
});

test("what is confirmed without telling of what counts behind the dialog that tells", () => {
  const follows = (name: string, question: Question) => opencodeDialogs.mayFollow?.(dialogOf(name), question);
  expect(follows("fetch-always", fetched(url))).toBe(true);
  expect(follows("outside-always", outside("/etc/hosts", "/etc"))).toBe(true);
  expect(follows("outside-always", outside("/var/tmp/x", "/var/tmp"))).toBe(false);
  expect(follows("outside-always", fetched(url))).toBe(false);
  expect(follows("fetch-always", bash("ls"))).toBe(false);
});

const next = (name: string, content: DialogAnswer["content"]) =>
  opencodeDialogs.next(dialogOf(name), { question: bash(""), content });
const press = (key: string, last: boolean) => ({ kind: "press", keys: [key], last });

test("the key that counts is pressed where its button is seen to be chosen", () => {
  expect(next("bash", { kind: "allow" })).toEqual(press("Enter", true));
  expect(next("bash-wide", { kind: "allow" })).toEqual(press("Enter", true));
  expect(next("bash-second", { kind: "allow" })).toEqual(press("Left", false));
  expect(next("bash-second", { kind: "deny" })).toEqual(press("Escape", true));
  expect(next("bash", { kind: "deny", message: "Not now" })).toMatchObject({ kind: "stuck" });
});

test("what is allowed from now on is confirmed once more", () => {
  const remember = { kind: "allow", remember: true } as const;
  expect(next("bash", remember)).toEqual(press("Right", false));
  expect(next("bash-second", remember)).toEqual(press("Enter", false));
  expect(next("always", remember)).toEqual(press("Enter", true));
  expect(next("always", { kind: "allow" })).toEqual(press("Right", false));
  expect(next("always", { kind: "deny" })).toEqual(press("Escape", false));
});

test("an edit is not allowed from now on, for that would be all of them", () => {
  expect(opencodeDialogs.canRemember(dialogOf("bash"))).toBe(true);
  expect(opencodeDialogs.canRemember(dialogOf("write"))).toBe(false);
  expect(next("write", { kind: "allow", remember: true })).toMatchObject({
    kind: "stuck",
    why: expect.stringContaining("all edits"),
  });
  expect(next("write", { kind: "allow" })).toEqual(press("Enter", true));
});

test("a screen without colours shows no dialog, for it does not tell which answer is chosen", () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are made of them
  const plain = screen("bash").replaceAll(/\u001b\[[\d;]*m/g, "");
  expect(opencodeDialogs.read(plain)).toBeNull();
});

test.each(["home", "busy", "typed-lines"])("the screen %s asks nothing", (name) => {
  expect(opencodeDialogs.read(screen(name))).toBeNull();
});

test.each([
  ["home", "", false],
  ["typed-home", "hello there", false],
  ["typed-lines", "one\ntwo 🦊 中文", false],
  ["pasted", "[Pasted ~1 lines]", false],
  ["busy", "", true],
])("of the screen %s is read what stands in its input, and whether it works", (name, typed, busy) => {
  expect(opencodeInput.read(screen(name))).toEqual({ typed, busy });
});

test.each(["bash", "bash-wide", "always", "ask", "shell"])("the screen %s shows no input", (name) => {
  expect(opencodeInput.read(screen(name)).typed).toBeNull();
});

test("a session is known by what was said last in it, and not by what stands in the input", () => {
  const shows = (name: string, ...said: string[]) => opencodeInput.shows?.(screen(name), said);
  expect(shows("typed-lines", "[[ask Which colour? :: red | blue]] [[text ok]]", "something else")).toBe(
    true,
  );
  expect(shows("typed-lines", "ok")).toBe(true);
  expect(shows("typed-lines", "Something else, of another session", "no")).toBe(false);
  expect(shows("typed-lines", "one", "two")).toBe(false);
  expect(shows("home")).toBe(false);
});

test("an input holds a text that was pasted, or scrolls in it, and no other", () => {
  expect(opencodeInput.holds("[Pasted ~3 lines]", "a\nb\nc")).toBe(true);
  expect(opencodeInput.holds("[Pasted ~3 lines]", "a\nb")).toBe(false);
  const words = Array.from({ length: 80 }, (_, n) => `word${n}`).join(" ");
  expect(opencodeInput.holds(opencodeInput.read(screen("typed-long")).typed ?? "", `${words}one`)).toBe(true);
  const text = lines.join(" ");
  expect(opencodeInput.holds(lines.slice(50).join("\n"), text)).toBe(true);
  expect(opencodeInput.holds(lines.slice(50).join("\n"), `${text} more`)).toBe(false);
});

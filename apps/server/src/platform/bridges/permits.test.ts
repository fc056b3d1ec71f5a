import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, describe, expect, onTestFinished } from "vitest";
import { permits } from "./permits.ts";

const test = base.extend("cwd", () => {
  const cwd = mkdtempSync(join(tmpdir(), "signalbox-permits-"));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  return cwd;
});

const edit = (path: string) => ({ name: null, call: { kind: "edit", rawInput: { file_path: path } } });
const command = { name: null, call: { kind: "execute", title: "ls", rawInput: { command: "ls" } } };

describe("what a bot is asked for by its agent", () => {
  test("is allowed whatever it is, where the bot may do all", ({ cwd }) => {
    expect(permits({ access: "full", cwd }, command)).toBe(true);
  });

  test("is refused where it is a command, or not known, and the bot may not do all", ({ cwd }) => {
    for (const access of ["read", "edit"] as const) {
      expect(permits({ access, cwd }, command)).toBe(false);
      expect(permits({ access, cwd }, { name: "shell", call: { kind: "other" } })).toBe(false);
      expect(permits({ access, cwd }, { name: null, call: {} })).toBe(false);
    }
  });

  test("is allowed where it edits a file of the workspace, and the bot may edit", ({ cwd }) => {
    expect(permits({ access: "edit", cwd }, edit("a/note.txt"))).toBe(true);
    expect(permits({ access: "edit", cwd }, edit(join(cwd, "note.txt")))).toBe(true);
    expect(permits({ access: "read", cwd }, edit("note.txt"))).toBe(false);
  });

  test("is known by the tool's own name where its kind is not told", ({ cwd }) => {
    const call = { kind: "other", title: "A friendly title", rawInput: { path: "note.txt" } };
    expect(permits({ access: "edit", cwd }, { name: "write", call })).toBe(true);
    expect(permits({ access: "edit", cwd }, { name: null, call })).toBe(false);
  });

  test("is refused where it is a command, also one that is told to read alone", ({ cwd }) => {
    const reads = (rawInput: object) => ({ name: null, call: { kind: "read", rawInput } });
    const locations = [{ path: "a.txt" }];
    for (const command of [["bash", "-lc", "cat a.txt; touch b"], "cat a.txt; touch b"]) {
      const asked = { name: null, call: { kind: "read", rawInput: { command }, locations } };
      expect([command, permits({ access: "edit", cwd }, asked)]).toEqual([command, false]);
    }
    expect(permits({ access: "read", cwd }, reads({ command: "view", path: "a.txt" }))).toBe(true);
  });

  test("is refused where a file lies elsewhere, or is not told", ({ cwd }) => {
    symlinkSync("/etc", join(cwd, "there"));
    for (const path of ["../note.txt", "/etc/passwd", "there/new.txt"])
      expect([path, permits({ access: "edit", cwd }, edit(path))]).toEqual([path, false]);
    expect(permits({ access: "edit", cwd }, { name: null, call: { kind: "edit" } })).toBe(false);
    const both = { kind: "edit", rawInput: { path: "a" }, locations: [{ path: "/etc/b" }] };
    expect(permits({ access: "edit", cwd }, { name: null, call: both })).toBe(false);
  });

  test("is refused where a link would be followed to what is not there yet", ({ cwd }) => {
    symlinkSync("/nowhere/note.txt", join(cwd, "to-file"));
    symlinkSync("/nowhere", join(cwd, "to-folder"));
    symlinkSync("round", join(cwd, "round"));
    symlinkSync("/etc", join(cwd, "there"));
    for (const path of ["to-file", "to-folder/note.txt", "round", "round/note.txt", "there/../note.txt"])
      expect([path, permits({ access: "edit", cwd }, edit(path))]).toEqual([path, false]);
  });

  test("is refused where its path is one of a home, an address, or none", ({ cwd }) => {
    const long = "a/".repeat(200_000);
    for (const path of ["~/.profile", "~root/x", "file:///etc/passwd", "a\u0000b", long])
      expect([path.slice(0, 20), permits({ access: "edit", cwd }, edit(path))]).toEqual([
        ...[path.slice(0, 20), false],
      ]);
    expect(permits({ access: "edit", cwd }, edit("ä/ß 漢字.txt"))).toBe(true);
  });

  test("is allowed where it reads within the workspace", ({ cwd }) => {
    const reads = (path: string) => ({ name: null, call: { kind: "read", locations: [{ path }] } });
    expect(permits({ access: "read", cwd }, reads("a.txt"))).toBe(true);
    expect(permits({ access: "read", cwd }, reads("/etc/passwd"))).toBe(false);
  });
});

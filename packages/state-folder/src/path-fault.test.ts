import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { pathFault } from "./path-fault.ts";

const folder = mkdtempSync(join(tmpdir(), "signalbox-path-fault-"));
/** Its name begins like that of the state folder. */
const elsewhere = `${folder}-elsewhere`;
mkdirSync(elsewhere);
afterAll(() => {
  for (const each of [folder, elsewhere]) rmSync(each, { recursive: true });
});
const inFolder = (name: string) => join(folder, name);

const faultOf = (work: () => unknown, home = folder) => {
  try {
    work();
  } catch (error) {
    return pathFault(error, home);
  }
  throw new Error("nothing failed");
};

test("a failure of the file system is told by the path, the reason and the cure", () => {
  mkdirSync(inFolder("run.json"));
  expect(faultOf(() => writeFileSync(inFolder("run.json"), ""))).toEqual({
    text: `Signalbox can't use ${inFolder("run.json")}: it is a folder, where a file is expected`,
    cure: "Move it away, or choose another state folder with SIGNALBOX_HOME",
  });
});

test("a draft that can't take its place is told by that place", () => {
  mkdirSync(inFolder("place"));
  writeFileSync(inFolder("draft"), "");
  expect(faultOf(() => renameSync(inFolder("draft"), inFolder("place")))?.text).toContain(inFolder("place"));
});

test("a file where a folder is expected is told as such", () => {
  writeFileSync(inFolder("home"), "");
  for (const path of [inFolder("home"), inFolder("home/logs")])
    expect(faultOf(() => mkdirSync(path))?.text).toContain(`${path}: it is no folder`);
});

test("the state folder itself is one of its paths", () => {
  const home = inFolder("itself");
  writeFileSync(home, "");
  expect(faultOf(() => mkdirSync(home), home)?.text).toContain(`${home}: it is no folder`);
});

test("what is no fault of a path, or none that a person can mend, is left to others", () => {
  expect(pathFault(new Error("oops"), folder)).toBeNull();
  expect(faultOf(() => readFileSync(inFolder("none")))).toBeNull();
});

test("a program that may not be run, or a file elsewhere, says nothing of the state folder", async () => {
  const program = join(elsewhere, "program");
  writeFileSync(program, "", { mode: 0o600 });
  const [refusal] = await once(spawn(program), "error");
  expect(refusal).toMatchObject({ code: "EACCES", path: program });
  expect(pathFault(refusal, folder)).toBeNull();
  expect(faultOf(() => mkdirSync(program))).toBeNull();
});

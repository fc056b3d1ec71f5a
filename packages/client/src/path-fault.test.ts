import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { pathFault } from "./path-fault.ts";

const folder = mkdtempSync(join(tmpdir(), "signalbox-path-fault-"));
afterAll(() => rmSync(folder, { recursive: true }));
const inFolder = (name: string) => join(folder, name);

const faultOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return pathFault(error);
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

test("what is no fault of a path, or none that a person can mend, is left to others", () => {
  expect(pathFault(new Error("oops"))).toBeNull();
  expect(faultOf(() => readFileSync(inFolder("none")))).toBeNull();
});

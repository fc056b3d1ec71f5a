import { existsSync } from "node:fs";
import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runFile } from "./run-file.ts";

let home: string;
beforeEach(() => {
  home = temporaryFolder("run-file");
});
afterEach(() => removeFolder(home));

const running = { pid: process.pid, port: 7373, url: "http://127.0.0.1:7373", version: "1.0.0" };

test("a server takes its own file away", () => {
  const file = runFile(home);
  file.write(running);
  expect(file.read()).toEqual(running);
  file.remove();
  expect(existsSync(join(home, "run.json"))).toBe(false);
  file.remove();
});

test("a server leaves the file of the one that came to its place", () => {
  const first = runFile(home);
  first.write(running);
  const second = runFile(home);
  second.write({ ...running, port: 7374 });
  first.remove();
  expect(second.read()).toMatchObject({ port: 7374 });
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { startedBy } from "./started-by.ts";

test.skipIf(process.platform !== "linux")("what a process started is told, until it ends", async () => {
  const child = spawn("sleep", ["611"]);
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "spawn");
  expect(startedBy(process.pid)?.get(child.pid ?? 0)).toBe("sleep 611");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(startedBy(process.pid)?.has(child.pid ?? 0)).toBe(false);
});

test("of a process that is not there nothing is told", () => {
  expect(startedBy(2 ** 22 + 1)).toBeNull();
});

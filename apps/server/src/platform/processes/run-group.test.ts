import { expect, onTestFinished, test } from "vitest";
import { runGroup } from "./run-group.ts";

const env = { PATH: process.env.PATH ?? "" };
const script = (text: string, more: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  runGroup({ file: "sh", args: ["-c", text], cwd: "/", env, timeoutMs: 60_000, keep: 18, ...more });

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test("the end of what was printed is told, with the exit code", async () => {
  expect(await script("seq 1 2000; echo äöü >&2; exit 3")).toEqual({
    code: 3,
    output: "998\n1999\n2000\näöü\n",
  });
});

test("what a program leaves running keeps nobody waiting, and goes on", async () => {
  const { code, output } = await script("sleep 600 & echo $!");
  onTestFinished(() => void process.kill(Number(output), "SIGKILL"));
  expect(code).toBe(0);
  expect(isAlive(Number(output))).toBe(true);
});

test("when its time is over it ends with all that it started", async () => {
  const { code, output } = await script("sleep 600 & echo $!; sleep 600", { timeoutMs: 500 });
  expect(code).toBeNull();
  await expect.poll(() => isAlive(Number(output))).toBe(false);
});

test("it ends when it is told to, and does not begin after that", async () => {
  const stop = new AbortController();
  const running = script("sleep 600", { signal: stop.signal });
  stop.abort();
  expect(await running).toMatchObject({ code: null });
  expect(await script("echo begun", { signal: stop.signal })).toEqual({ code: null, output: "" });
});

test("one that is not there has no code", async () => {
  expect(await runGroup({ file: "/no/such/program", args: [], env, timeoutMs: 1_000, keep: 20 })).toEqual({
    ...{ code: null, output: "" },
  });
});

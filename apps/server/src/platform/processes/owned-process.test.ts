import { expect, test } from "vitest";
import { type OwnedProcess, startOwned } from "./owned-process.ts";
import { createProcessTable } from "./process-table.ts";

const path = process.env.PATH ?? "";

async function sh(script: string): Promise<{ child: OwnedProcess; lines: string[] }> {
  const lines: string[] = [];
  const start = { file: "/bin/sh", args: ["-c", script], env: { PATH: path }, cwd: "/" };
  return { child: await startOwned({ ...start, onLine: (line) => lines.push(line) }), lines };
}

test("what is said arrives, and the end of what can be said ends it", async () => {
  const { child, lines } = await sh("while read -r line; do echo got $line; done; echo bye >&2; exit 3");
  expect(await child.write("one")).toBe(true);
  expect(await child.write("two")).toBe(true);
  child.closeInput();
  expect(await child.exited).toEqual({ code: 3, signal: null });
  expect(lines).toEqual(["got one", "got two"]);
  expect(child.lastWords()).toBe("bye");
  expect(await child.write("three")).toBe(false);
});

test("a signal reaches all that it started", async () => {
  const { child, lines } = await sh("sleep 100 & echo $!; wait");
  await expect.poll(() => lines.length).toBe(1);
  child.signal("SIGTERM");
  expect(await child.exited).toMatchObject({ signal: "SIGTERM" });
  const started = Number(lines[0]);
  await expect.poll(async () => (await createProcessTable(path).look([started]))?.has(started)).toBe(false);
});

test("a line of more than 10 MB is left out, and what follows it is read", async () => {
  const { child, lines } = await sh("head -c 20000000 /dev/zero | tr '\\0' x; echo; echo after");
  await child.exited;
  expect(lines).toEqual(["after"]);
  expect(child.droppedLines()).toBe(1);
});

test("what it leaves running does not hold up its end", async () => {
  const { child } = await sh("sleep 100 & exit 0");
  expect(await child.exited).toEqual({ code: 0, signal: null });
  child.signal("SIGKILL");
});

test("a program that is not there is told", async () => {
  const start = { file: "/no/such/program", args: [], env: {}, cwd: "/", onLine: () => {} };
  await expect(startOwned(start)).rejects.toThrow("ENOENT");
});

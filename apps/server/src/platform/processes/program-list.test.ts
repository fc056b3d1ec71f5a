import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { createProcessTable } from "./process-table.ts";
import { createProgramList, readLsof } from "./program-list.ts";

const path = process.env.PATH ?? "";

/** A program that waits, with something to be known by. */
async function aProgram(mark: string): Promise<number> {
  const child = spawn("sleep", ["600", "0"], {
    argv0: mark,
    cwd: "/usr",
    env: { PATH: path, MARK: mark, OTHER: "x" },
  });
  await once(child, "spawn");
  onTestFinished(async () => {
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  });
  return child.pid ?? 0;
}

test.each([process.platform, "darwin" as const])(
  "programs are found by what they were called, as on %s",
  async (system) => {
    const mark = `mark-${system}-${process.pid}`;
    const pid = await aProgram(mark);
    const list = createProgramList(path, system);
    const isWanted = ([program]: readonly string[]) => program === mark;
    const [found, ...others] = (await list.look(isWanted)) ?? [];
    expect(others).toEqual([]);
    expect(found).toMatchObject({ pid, parent: process.pid, args: [mark, "600", "0"] });
    expect(found?.birth).toBe((await createProcessTable(path, system).look([pid]))?.get(pid)?.birth);
    expect(await list.look(isWanted)).toMatchObject([{ pid }]);
    const facts = await list.factsOf(pid, ["MARK"]);
    expect(facts).toMatchObject({ cwd: "/usr", seesOurFiles: true });
    expect(facts?.variables).toEqual(system === "darwin" ? null : { MARK: mark });
  },
);

test("of open files those that are files are told", () => {
  const told = "p7\nfcwd\nn/work\nftxt\nn/usr/bin/codex\nf3\nn/home/a b.jsonl\nf4\nnpipe\n";
  expect(readLsof(told)).toEqual({ cwd: "/work", files: ["/home/a b.jsonl"] });
});

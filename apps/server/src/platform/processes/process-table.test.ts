import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { createProcessTable, readPsLine, readStat } from "./process-table.ts";

const path = process.env.PATH ?? "";

/** A process that waits until it is killed. */
async function aProcess(): Promise<{ pid: number; kill(): Promise<void> }> {
  const child = spawn("sleep", ["600"]);
  await once(child, "spawn");
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  };
  onTestFinished(kill);
  return { pid: child.pid ?? 0, kill };
}

test.each([process.platform, "darwin" as const])(
  "a process is told from all others, as on %s",
  async (system) => {
    const { look } = createProcessTable(path, system);
    const [one, other] = [await aProcess(), await aProcess()];
    const seen = await look([one.pid, other.pid, process.pid]);
    expect(seen?.size).toBe(3);
    expect(seen?.get(one.pid)).toMatchObject({ parent: process.pid, birth: expect.any(String) });
    expect(seen?.get(one.pid)?.ageMs).toBeLessThan(15_000);
    await one.kill();
    const later = await look([one.pid, other.pid]);
    expect([...(later?.keys() ?? [])]).toEqual([other.pid]);
    expect(later?.get(other.pid)?.birth).toBe(seen?.get(other.pid)?.birth);
    expect(await look([one.pid])).toEqual(new Map());
  },
);

test("where the system does not tell, nothing is said of anyone", async () => {
  expect(await createProcessTable("/nowhere", "darwin").look([1])).toBeNull();
});

test("a name with spaces and brackets in it hides no field, and a process that is over does not live", () => {
  const rest = "1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 1000";
  expect(readStat(`7 (a) b (c)) S 5 ${rest}`)).toEqual({ parent: 5, ticks: 4711, inFront: false });
  expect(readStat(`7 (claude) Z 5 ${rest}`)).toBeNull();
  expect(readStat("")).toBeNull();
});

test("a process is in front where its terminal gives its keys to its group", () => {
  const rest = "4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 1000";
  expect(readStat(`7 (claude) S 5 7 5 34816 7 ${rest}`)).toMatchObject({ inFront: true });
  expect(readStat(`7 (claude) T 5 7 5 34816 9 ${rest}`)).toMatchObject({ inFront: false });
  expect(readStat(`7 (claude) S 5 7 7 0 -1 ${rest}`)).toMatchObject({ inFront: false });
});

test("what ps prints is read", () => {
  expect(readPsLine("  501     1 S+   01-02:03:04 Sun Nov 29 20:39:04 2026")).toEqual([
    [501, { birth: "Sun Nov 29 20:39:04 2026", parent: 1, ageMs: 93_784_000, inFront: true }],
  ]);
  expect(readPsLine("  501     1 Z        00:01 Sun Nov 29 20:39:04 2026")).toEqual([]);
  expect(readPsLine("")).toEqual([]);
});

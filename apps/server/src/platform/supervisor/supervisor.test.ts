import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { until } from "@signalbox/testkit/until";
import { expect, onTestFinished, test } from "vitest";
import { markedProcesses } from "./members.ts";
import { type Child, type Exit, files, type Spec } from "./spec.ts";
import { startSupervisor } from "./start-supervisor.ts";

const inAnHour = () => new Date(Date.now() + 3_600_000);

/** A program under a supervisor. */
async function supervised(script: string, more: Partial<Spec> = {}, deadline = inAnHour()) {
  const folder = temporaryFolder("supervisor");
  const spec: Spec = {
    ...{ file: "/bin/sh", args: ["-c", script], cwd: folder, env: { PATH: process.env.PATH ?? "" } },
    ...{ input: "", graceMs: 500, mark: basename(folder), ...more },
  };
  const pid = await startSupervisor(folder, spec, { deadline });
  onTestFinished(() => removeFolder(folder));
  const read = (name: string) =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : "";
  const records = () =>
    read(files.output)
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => /^\d{13} (.) (.*)$/.exec(line)?.slice(1) ?? [line]);
  const there = (name: string) => () => existsSync(join(folder, name)) || undefined;
  return {
    ...{ folder, pid, records },
    printed: (text: string) =>
      until(
        () => records().some(([, said]) => said === text) || undefined,
        () => text,
      ),
    child: async (): Promise<Child> => {
      await until(there(files.child), () => "the child");
      return JSON.parse(read(files.child));
    },
    exit: async (): Promise<Exit> => {
      await until(there(files.exit), () => `the end; so far ${read(files.output)}`);
      return JSON.parse(read(files.exit));
    },
    stop: () => process.kill(pid, "SIGTERM"),
  };
}

const lives = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** What was killed may be there for a moment, for nobody to ask after. */
const gone = (pid: number) =>
  until(
    () => !lives(pid) || undefined,
    () => `process ${pid} to be gone`,
  );

test("what is printed is kept line by line, with where it came from, and how it ended", async () => {
  const script = "cat; echo out; echo wrong >&2; printf 'half'; exit 3";
  const { exit, records, folder } = await supervised(script, { input: "asked\n" });
  expect(await exit()).toMatchObject({ code: 3, signal: null, stopped: null, failed: null, lost: 0 });
  const kept = records();
  expect(kept.filter(([stream]) => stream === "o").map(([, text]) => text)).toEqual(["asked", "out", "half"]);
  expect(kept.filter(([stream]) => stream === "e").map(([, text]) => text)).toEqual(["wrong"]);
  expect([files.spec, files.taken].filter((name) => existsSync(join(folder, name)))).toEqual([]);
});

test("a line that is very long is one record, and letters are whole", async () => {
  const script = "head -c 600000 /dev/zero | tr '\\0' x; echo; printf 'grün\\n'";
  const { exit, records } = await supervised(script);
  await exit();
  const kept = records();
  expect(kept.map(([stream, text]) => [stream, text?.length])).toEqual([
    ["o", 600_000],
    ["o", 4],
  ]);
  expect(kept[1]?.[1]).toBe("grün");
});

test("one that is told to end takes all that it started with it, though it pays no heed", async () => {
  const script =
    "trap '' TERM; sh -c 'trap \"\" TERM; echo inner $$; while :; do sleep 1; done' & echo up; wait";
  const { exit, stop, printed, child, records } = await supervised(script);
  await printed("up");
  const inner = await until(
    () => records().find(([, text]) => text?.startsWith("inner")),
    () => "inner",
  );
  stop();
  expect(await exit()).toMatchObject({ stopped: "asked" });
  expect(lives((await child()).pid)).toBe(false);
  await gone(Number(inner[1]?.split(" ")[1]));
});

test("what a program leaves running ends with it", async () => {
  const { exit, records } = await supervised("sleep 600 & echo left $!; exit 0");
  expect(await exit()).toMatchObject({ code: 0, stopped: null });
  const left = Number(records()[0]?.[1]?.split(" ")[1]);
  await gone(left);
});

test("what left its group and its parent ends with it, too", async () => {
  const script = "setsid sh -c 'trap \"\" TERM; echo far $$; while :; do sleep 1; done' & sleep 600";
  const { exit, stop, records } = await supervised(script);
  const far = await until(
    () => records().find(([, text]) => text?.startsWith("far")),
    () => "far",
  );
  stop();
  expect(await exit()).toMatchObject({ stopped: "asked" });
  await gone(Number(far[1]?.split(" ")[1]));
});

test("its time may be over", async () => {
  const { exit } = await supervised("exec sleep 600", {}, new Date(Date.now() + 200));
  expect(await exit()).toMatchObject({ stopped: "deadline", signal: "SIGTERM" });
});

test("a program that is not there is told as such", async () => {
  const { exit } = await supervised("", { file: "/nowhere/claude" });
  expect((await exit()).failed).toMatch(/ENOENT/);
});

test.each([0, 3, 30])(
  "one that is told to end %i ms after it took its order up leaves nothing running, and tells that it was asked",
  async (ms) => {
    const { folder, exit, stop } = await supervised("sleep 600", { graceMs: 100 });
    await until(
      () => !existsSync(join(folder, files.spec)) || undefined,
      () => "the order to be taken up",
      { everyMs: 1 },
    );
    await delay(ms);
    stop();
    expect(await exit()).toMatchObject({ stopped: "asked" });
    expect(markedProcesses(new Set([basename(folder)]))).toEqual([]);
  },
);

test("a folder that can't be made is told to whoever waits for the start", async () => {
  const folder = temporaryFolder("supervisor");
  onTestFinished(() => removeFolder(folder));
  writeFileSync(join(folder, "file"), "");
  const spec = { file: "/bin/true", args: [], cwd: folder, env: {}, input: "", graceMs: 100, mark: "x" };
  const started = startSupervisor(join(folder, "file", "inner"), spec, { deadline: inAnHour() });
  await expect(started).rejects.toThrow(/ENOTDIR/);
});

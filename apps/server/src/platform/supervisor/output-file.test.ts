import { expect, test } from "vitest";
import { OutputFile } from "./output-file.ts";

/** A disk that has room for so many bytes. */
function aDisk(room: number) {
  let file = "";
  const disk = {
    room,
    write(bytes: Buffer): number {
      if (disk.room === 0) throw new Error("ENOSPC");
      const taken = bytes.subarray(0, disk.room);
      disk.room -= taken.length;
      file += taken.toString();
      return taken.length;
    },
    lines: () => file.split("\n"),
  };
  return disk;
}

test("a record of which the disk took a part is ended before the next one begins", () => {
  const disk = aDisk(10);
  const output = new OutputFile(disk.write, () => 1);
  output.record("o", "the first");
  output.record("e", "the second");
  expect(output.flush()).toBe(false);
  disk.room = 1_000;
  expect(output.flush()).toBe(true);
  output.record("o", "the third");
  expect(disk.lines()).toEqual(["1 o the first", "1 e the second", "1 o the third", ""]);
  expect(output.lost).toBe(0);
});

test("where too much waits the oldest goes, and a note stands in its place", () => {
  const disk = aDisk(6);
  const output = new OutputFile(disk.write, () => 1, 40);
  for (let number = 1; number <= 9; number++) output.record("o", `line ${number}`);
  disk.room = 1_000;
  output.record("o", "the result");
  expect(disk.lines()).toEqual([
    "1 o line 1",
    "1 n 5 lines are missing here: there was no room on the disk",
    ...["1 o line 7", "1 o line 8", "1 o line 9", "1 o the result", ""],
  ]);
  expect(output.lost).toBe(5);
});

test("what nobody waits for any more is counted", () => {
  const output = new OutputFile(aDisk(0).write, () => 1);
  output.record("o", "one");
  output.record("o", "two");
  output.giveUp();
  expect(output.lost).toBe(2);
});

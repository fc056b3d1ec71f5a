import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { hearLines } from "./hear-lines.ts";

/** The lines of a stream that comes in these pieces. */
async function heard(pieces: Iterable<Buffer>, longest?: number): Promise<string[]> {
  const lines: string[] = [];
  const stream = Readable.from(pieces);
  hearLines(stream, (line) => lines.push(line), longest);
  const { promise, resolve } = Promise.withResolvers<void>();
  stream.once("end", resolve);
  await promise;
  return lines;
}

test("a line is told whole, wherever it was cut on its way", async () => {
  const bytes = Buffer.from("grün\r\n\nlast");
  expect(await heard([...bytes].map((byte) => Buffer.from([byte])))).toEqual(["grün", "", "last"]);
});

test("a line of megabytes is one line", async () => {
  const long = "x".repeat(100_000);
  const lines = await heard([
    ...Array.from({ length: 50 }, () => Buffer.from(long)),
    Buffer.from("\nnext\n"),
  ]);
  expect(lines.map((line) => line.length)).toEqual([5_000_000, 4]);
});

test("of a line that is too long the end goes, and the next one is whole", async () => {
  const pieces = ["12345", "67890", "1\nnext\n"].map((text) => Buffer.from(text));
  expect(await heard(pieces, 8)).toEqual(["12345678 [… 3 characters cut …]", "next"]);
});

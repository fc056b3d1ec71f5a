import { expect, test } from "vitest";
import { BoundedLines } from "./bounded-lines.ts";

test("lines come whole, however the stream is cut", () => {
  const lines = new BoundedLines(100);
  const bytes = Buffer.from('{"a":"ä"}\n\n{"b":2}\r\nrest');
  const found = [...bytes].flatMap((byte) => lines.push(Buffer.from([byte])));
  expect(found).toEqual(['{"a":"ä"}', '{"b":2}']);
  expect(lines.push(Buffer.from(" of it\n"))).toEqual(["rest of it"]);
  expect(lines.dropped).toBe(0);
});

test("a line that is too long is left out and counted, and those around it are not", () => {
  const lines = new BoundedLines(10);
  expect(lines.push(Buffer.from("one\n0123456789"))).toEqual(["one"]);
  for (let n = 0; n < 1_000; n++) expect(lines.push(Buffer.alloc(1_000, "x"))).toEqual([]);
  expect(lines.push(Buffer.from("\n0123456789\n01234567890\ntwo\n"))).toEqual(["0123456789", "two"]);
  expect(lines.dropped).toBe(2);
});

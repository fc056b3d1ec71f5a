import { expect, test } from "vitest";
import { ControlBytes, unescaped } from "./control-bytes.ts";

/** What is heard of these bytes, in pieces of this size. */
const heard = (said: Buffer, size = said.length) => {
  const told: string[] = [];
  const bytes = new ControlBytes({
    output: (pane, printed) => told.push(`${pane} ${printed.toString("latin1")}`),
    notice: (line) => told.push(line),
  });
  for (let at = 0; at < said.length; at += size) {
    bytes.feed(said.subarray(at, at + size), ({ ok, lines }) => told.push(`${ok} ${lines.join("|")}`));
  }
  return told;
};

test("what panes print is told byte for byte and in its turn, however the pieces are cut", () => {
  const said = Buffer.concat([
    Buffer.from("%begin 1 2 1\n%output %1 of a screen\n%end 1 2 1\n%output %12 a\\033[1m\\134\\015\\012"),
    Buffer.from([0xf0, 0x9f]),
    Buffer.from("\n%layout-change @1 x\n%output %12 "),
    Buffer.from([0x9a, 0x82]),
    Buffer.from("\n%begin 1 3 1\n%end 1 3 1\n"),
  ]);
  const expected = [
    "true %output %1 of a screen",
    "%12 a\u001b[1m\\\r\n\u00f0\u009f",
    "%layout-change @1 x",
    "%12 \u009a\u0082",
    "true ",
  ];
  expect(heard(said)).toEqual(expected);
  for (const size of [1, 3, 7]) expect(heard(said, size)).toEqual(expected);
});

test("every byte that tmux writes by its number is the byte it was", () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const written = [...all].map((byte) =>
    byte < 0x20 || byte === 0x5c
      ? Buffer.from(`\\${byte.toString(8).padStart(3, "0")}`)
      : Buffer.from([byte]),
  );
  expect(unescaped(Buffer.concat(written)).equals(all)).toBe(true);
});

test("a line without an end is given up", () => {
  const bytes = new ControlBytes({ output: () => {} });
  const piece = Buffer.alloc(1_000_000, "x");
  expect(() => Array.from({ length: 5 }, () => bytes.feed(piece, () => {}))).toThrow("no end");
});

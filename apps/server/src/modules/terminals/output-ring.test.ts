import { expect, test } from "vitest";
import { OutputRing } from "./output-ring.ts";

const filled = (most: number, ...pieces: string[]) => {
  const ring = new OutputRing(most);
  for (const piece of pieces) ring.add(Buffer.from(piece));
  return ring;
};

test("what was printed is read from any offset that is kept, across the pieces in which it came", () => {
  const big = "b".repeat(5_000);
  const ring = filled(20_000, "abc", "def", big, "xyz");
  expect(ring.end).toBe(5_009);
  expect(ring.from(0, 6)?.toString()).toBe("abcdef");
  expect(ring.from(2, 3)?.toString()).toBe("cde");
  expect(ring.from(5_005, 100)?.toString()).toBe("bxyz");
  expect(ring.from(5_009, 100)?.toString()).toBe("");
});

test("what is older than is kept, or still to come, is not there", () => {
  const ring = filled(10_000, "a".repeat(6_000), "b".repeat(6_000));
  expect(ring.start).toBe(6_000);
  expect(ring.from(5_999, 1)).toBeNull();
  expect(ring.from(12_001, 1)).toBeNull();
  expect(ring.from(6_000, 1)?.toString()).toBe("b");
});

test("however small the pieces are, no more is kept than it may", () => {
  const ring = new OutputRing(10_000);
  for (let index = 0; index < 50_000; index++) ring.add(Buffer.from([index & 0x7f]));
  expect(ring.end).toBe(50_000);
  expect(ring.end - ring.start).toBeLessThanOrEqual(10_000);
  expect(ring.from(49_990, 10)?.[9]).toBe(49_999 & 0x7f);
});

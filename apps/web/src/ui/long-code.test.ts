import { expect, test } from "vitest";
import { clipped } from "./long-code.tsx";

test("a long text is cut after some lines, or letters where its lines are long", () => {
  const lines = (count: number) => Array.from({ length: count }, (_, line) => `line ${line}`).join("\n");
  expect(clipped(lines(30))).toBe(lines(30));
  expect(clipped(lines(31))).toBe(lines(30));
  expect(clipped("x".repeat(9_000))).toHaveLength(4_000);
});

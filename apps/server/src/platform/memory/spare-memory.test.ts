import { expect, test } from "vitest";
import { spareMemory } from "./spare-memory.ts";

const large = 64 * 1024 * 1024;
const idle = () => {
  const { heapTotal, heapUsed } = process.memoryUsage();
  return heapTotal - heapUsed;
};

/** Makes and forgets so much that the heap keeps room for it. */
function makeRoom(): number {
  const things = Array.from({ length: 2_000_000 }, (_, number) => ({ number, of: [number] }));
  return things.length;
}

test("a thread that rests gives back what its heap has too much of", async () => {
  makeRoom();
  const { heapTotal } = process.memoryUsage();
  const memory = spareMemory({ everyMs: 50, idleBytes: large });
  memory.start();
  await expect
    .poll(() => process.memoryUsage().heapTotal, { timeout: 15_000 })
    .toBeLessThan(heapTotal - large);
  memory.stop();
  expect(idle()).toBeLessThan(2 * large);
});

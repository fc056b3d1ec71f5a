import { afterEach, expect, test } from "vitest";
import { SideThread } from "./side-thread.ts";

const file = new URL(
  `data:text/javascript,${encodeURIComponent(`
    export const work = (words) => {
      if (words === "fill") for (const all = []; ; ) all.push(new Array(10_000).fill(words));
      if (words === "throw") throw new Error("it can't");
      return words.toUpperCase();
    };
  `)}`,
);
let thread: SideThread<string, string>;
const aThread = () => {
  thread = new SideThread({ file, name: "work", idleMs: 1_000, memoryMb: 50 });
  return thread;
};
afterEach(() => thread.stop());

test("a call is answered from the thread, and throws what the function throws", async () => {
  const one = aThread();
  expect(await Promise.all([one.call("a"), one.call("b")])).toEqual(["A", "B"]);
  await expect(one.call("throw")).rejects.toThrow("it can't");
});

test("a call that takes all memory fails, and the next one has another thread", async () => {
  const one = aThread();
  await expect(one.call("fill")).rejects.toThrow("memory");
  expect(await one.call("a")).toBe("A");
});

test("a stopped thread takes no call and stays stopped", async () => {
  const one = aThread();
  await one.call("a");
  await one.stop();
  await expect(one.call("b")).rejects.toThrow("stopped");
});

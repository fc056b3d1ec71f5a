import { expect, test } from "vitest";
import { oneAtATime } from "./one-at-a-time.ts";

test("what comes under one name is done in its order, also behind a failure; other names don't wait", async () => {
  const inTurn = oneAtATime();
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = inTurn("a", async () => {
    await gate.promise;
    done.push("first");
    throw new Error("it failed");
  });
  const second = inTurn("a", async () => void done.push("second"));
  await inTurn("b", async () => void done.push("other"));
  gate.resolve();
  await expect(first).rejects.toThrow("it failed");
  await second;
  expect(done).toEqual(["other", "first", "second"]);
  expect(await inTurn("a", async () => 7)).toBe(7);
});

import { expect, test } from "vitest";
import { Gathering } from "./gathering.ts";

test("it is due once nothing changed for a pause, and after ten pauses where changes never end", () => {
  const gathering = new Gathering();
  expect(gathering.dueAt(5_000)).toBeNull();
  gathering.add("b", 1_000);
  gathering.add("a", 3_000);
  expect(gathering.dueAt(5_000)).toBe(8_000);
  gathering.add("a", 49_000);
  expect(gathering.dueAt(5_000)).toBe(51_000);
  expect(gathering.take()).toMatchObject({ paths: ["a", "b"], hasMore: false });
  expect(gathering.dueAt(5_000)).toBeNull();
  gathering.add("c", 60_000);
  expect(gathering.dueAt(5_000)).toBe(65_000);
  expect(gathering.take().paths).toEqual(["c"]);
});

test("200 paths are told, and that there were more", () => {
  const gathering = new Gathering();
  for (let number = 0; number < 201; number++) gathering.add(`file-${number}`, number);
  const { paths, hasMore } = gathering.take();
  expect([paths.length, hasMore]).toEqual([200, true]);
});

test("what began nothing is put back, and is known by the same key once it is taken again", () => {
  const gathering = new Gathering();
  gathering.add("a", 1_000);
  const first = gathering.take();
  gathering.add("b", 2_000);
  gathering.putBack(first, 3_000);
  expect(gathering.take()).toEqual({ ...first, paths: ["a", "b"] });
  gathering.add("c", 4_000);
  expect(gathering.take().key).not.toBe(first.key);
});

import { expect, test } from "vitest";
import { arrange, type Place, samePlaces } from "./admission.ts";

const places = (...words: string[]): Place[] =>
  words.map((word) => {
    const [id = "", slot = ""] = word.split("@");
    return { id, slot };
  });

test("a held list keeps its places and counts what waits", () => {
  const shown = places("a@idle", "b@idle");
  expect(arrange(shown, places("b@idle", "a@processing", "c@idle"))).toEqual({ places: shown, waiting: 2 });
});

test("what left meanwhile waits too, so that nothing closes up under the pointer", () => {
  expect(arrange(places("a", "b"), places("b"))).toMatchObject({ places: places("a", "b"), waiting: 1 });
});

test("a mere change of order is one change", () => {
  expect(arrange(places("a", "b"), places("b", "a")).waiting).toBe(1);
});

test("nothing waits where nothing changed", () => {
  expect(arrange(places("a"), places("a")).waiting).toBe(0);
  expect(samePlaces(places("a@x"), places("a@x"))).toBe(true);
  expect(samePlaces(places("a@x"), places("a@y"))).toBe(false);
});

import { expect, test } from "vitest";
import { comparedVersions, readVersionsSearch } from "./versions-search.ts";

test("what is no version is left out of the address", () => {
  expect(readVersionsSearch({ from: "2", to: 3 })).toEqual({ from: 2, to: 3 });
  expect(readVersionsSearch({ from: "x", to: -1 })).toEqual({});
});

test("where nothing is said, the latest change is shown", () => {
  expect(comparedVersions({}, 5)).toEqual({ from: 4, to: 5 });
  expect(comparedVersions({ to: 3 }, 5)).toEqual({ from: 2, to: 3 });
  expect(comparedVersions({ from: 1 }, 5)).toEqual({ from: 1, to: 5 });
  expect(comparedVersions({}, 1)).toEqual({ from: 1, to: 1 });
});

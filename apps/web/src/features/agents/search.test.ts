import { expect, test } from "vitest";
import { readAgentsSearch } from "./search.ts";

test("what an address can't mean is left out of the filter", () => {
  const projectId = "01a1fe8d-9052-75fe-a976-e96e3abfeb83";
  expect(readAgentsSearch({ state: "idle", projectId, live: true })).toEqual({
    state: "idle",
    projectId,
    live: "true",
  });
  expect(readAgentsSearch({ state: "asleep", projectId: "a-name", live: "maybe" })).toEqual({});
});

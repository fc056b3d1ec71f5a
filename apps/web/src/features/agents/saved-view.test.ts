import { expect, test } from "vitest";
import { searchOf, viewOf } from "./saved-view.ts";

test("what the page shows goes into a view of the data browser and back", () => {
  const projectId = "01900000-0000-7000-8000-000000000001";
  for (const search of [
    {},
    { state: "processing", live: "true" } as const,
    { projectId, live: "false" } as const,
    { archived: "true" } as const,
    { columns: ["project" as const, "context" as const, "cost" as const] },
  ])
    expect(searchOf(viewOf(search))).toEqual(search);
});

test("a view that only the data browser can show is left to it", () => {
  const plain = viewOf({});
  expect(searchOf({ ...plain, search: "words" })).toBeNull();
  expect(searchOf({ ...plain, columns: ["state", "tracking"] })).toBeNull();
  expect(searchOf({ ...plain, filter: [{ column: "title", operator: "contains", value: "x" }] })).toBeNull();
  expect(searchOf({ ...plain, filter: [{ column: "state", operator: "is", value: "dreaming" }] })).toBeNull();
});

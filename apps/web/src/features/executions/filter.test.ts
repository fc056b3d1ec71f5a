import { expect, test } from "vitest";
import { filterOf, readFilter, viewOf } from "./filter.ts";
import { readComparisonSearch, readExecutionsSearch } from "./search.ts";

const projectId = "01900000-0000-7000-8000-000000000001";

test("of the address is read what it may say, and the rest left out", () => {
  const read = (search: Record<string, unknown>) => readFilter(readExecutionsSearch(search));
  expect(read({ state: "failed", projectId, text: " build " })).toEqual({
    state: "failed",
    projectId,
    text: "build",
  });
  expect(read({ state: "dreaming", botId: "x", text: 404, page: 2 })).toEqual({ text: "404" });
  expect(readComparisonSearch({ a: projectId, c: "x" })).toEqual({ a: projectId });
});

test("what the page shows goes into a view of the data browser and back", () => {
  for (const filter of [{}, { state: "failed" }, { botId: projectId, projectId }, { text: "mend" }] as const)
    expect(filterOf(viewOf(filter))).toEqual(filter);
});

test("a view that only the data browser can show is left to it", () => {
  const plain = viewOf({});
  expect(filterOf({ ...plain, order: "queued_at" })).toBeNull();
  expect(filterOf({ ...plain, columns: ["state"] })).toBeNull();
  expect(filterOf({ ...plain, filter: [{ column: "model", operator: "is", value: "opus" }] })).toBeNull();
  expect(filterOf({ ...plain, filter: [{ column: "state", operator: "is", value: "dreaming" }] })).toBeNull();
  const state = { column: "state", operator: "is", value: "failed" };
  expect(filterOf({ ...plain, filter: [state, state] })).toBeNull();
});

import { jobStates } from "@signalbox/contract/job-state";
import { expect, test } from "vitest";
import { readJobsSearch } from "./search.ts";
import { becameOf, bytesInWords, isOver } from "./words.ts";

test("an address says what is listed; what is not understood is left out", () => {
  const job = "01a00000-0000-7000-8000-000000000000";
  expect(readJobsSearch({ queue: "operations.backup", state: "failed", text: "disk", job })).toEqual({
    queue: "operations.backup",
    state: "failed",
    text: "disk",
    job,
  });
  expect(readJobsSearch({ queue: 4, state: "asleep", text: "", job: "none" })).toEqual({});
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [4_200_000, "4.2 MB"],
  [130_000_000, "130 MB"],
])("%i bytes are %s", (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words);
});

test("what was started is told by its state, and is followed until it comes to no further one", () => {
  expect(becameOf(undefined)).toBe(becameOf({ state: "waiting" }));
  expect(becameOf({ state: "completed" })).toBe("It is done.");
  expect(jobStates.filter((state) => isOver({ state }))).toEqual(["completed", "failed", "cancelled"]);
});

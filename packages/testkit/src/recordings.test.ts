import { expect, test } from "vitest";
import { recording, recordings } from "./recordings.ts";

test("every recording comes with what it must give, and that names lines which exist", () => {
  const all = recordings();
  expect(all.length).toBeGreaterThan(0);
  for (const { lines, expected } of all) {
    for (const { line, sessionId } of expected.stateChanges) {
      expect(lines[line]?.payload).toMatchObject({ session_id: sessionId });
    }
  }
});

test("hooks come in the order in which they arrived", () => {
  const times = recording("tmux-interactive").lines.map((line) => line.atMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { statesPage } from "./states-page.ts";

test("docs/states.md is what the state machine says; node scripts/write-states.ts renews it", async () => {
  const page = new URL("../../../../../../docs/states.md", import.meta.url);
  expect(await readFile(page, "utf8")).toBe(statesPage());
});

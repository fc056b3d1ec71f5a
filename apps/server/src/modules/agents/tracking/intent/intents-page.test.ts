import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { intentsPage } from "./intents-page.ts";
import { labelledSets } from "./labelled.testing.ts";

test("docs/intents.md is what the labelled messages say; node scripts/write-intents.ts renews it", async () => {
  const page = new URL("../../../../../../../docs/intents.md", import.meta.url);
  expect(await readFile(page, "utf8")).toBe(intentsPage(await labelledSets()));
});

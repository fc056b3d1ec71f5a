import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { clisPage } from "./clis-page.ts";

test("docs/clis.md is what the adapters say; node scripts/write-clis.ts renews it", async () => {
  const page = new URL("../../../../../docs/clis.md", import.meta.url);
  expect(await readFile(page, "utf8")).toBe(clisPage());
});

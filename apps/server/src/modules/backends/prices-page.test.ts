import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { pricesPage } from "./prices-page.ts";

test("docs/usage.md is what the price table says; node scripts/write-prices.ts renews it", async () => {
  const page = new URL("../../../../../docs/usage.md", import.meta.url);
  expect(await readFile(page, "utf8")).toBe(pricesPage());
});

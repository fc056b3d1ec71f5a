import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { truthPage } from "./truth-page.ts";

test("docs/truth.md is what the steps say; `node scripts/write-truth.ts` writes it", () => {
  expect(readFileSync(new URL("../../../../docs/truth.md", import.meta.url), "utf8")).toBe(truthPage());
});

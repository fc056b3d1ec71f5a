import { readFile } from "node:fs/promises";
import { eventCatalogue } from "@signalbox/contract/event-catalogue";
import { expect, test } from "vitest";
import { cataloguePage } from "./catalogue-page.ts";

test("docs/events.md is what the contract says; node scripts/write-event-catalogue.ts renews it", async () => {
  const page = new URL("../../../../../docs/events.md", import.meta.url);
  expect(await readFile(page, "utf8")).toBe(cataloguePage());
});

test("every type of event is a noun and a past participle, and declared once", () => {
  const types = eventCatalogue.map(({ type }) => type);
  expect(new Set(types).size).toBe(types.length);
  for (const type of types) expect(type).toMatch(/^[a-z_]+\.(?:[a-z_]+(?:ed|en)|held)$/);
});

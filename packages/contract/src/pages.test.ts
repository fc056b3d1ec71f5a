import { expect, test } from "vitest";
import { pageRoots, pages } from "./pages.ts";
import { routes } from "./routes.ts";

test("the app's pages keep to addresses of their own: no route of the API lies among them", () => {
  const firstParts = Object.values(routes).map(({ path }) => path.split("/")[1]);
  expect(firstParts.filter((part) => part !== undefined && pageRoots.includes(part))).toEqual([]);
});

test("a page is named once", () => {
  const paths = Object.values(pages);
  expect(new Set(paths).size).toBe(paths.length);
});

import { pages } from "@signalbox/contract/pages";
import { QueryClient } from "@tanstack/react-query";
import { createMemoryHistory, createRouter } from "@tanstack/react-router";
import { expect, test, vi } from "vitest";

test("the pages that the router knows are those for which the server answers with the app", async () => {
  // What is read of a page as the app is loaded.
  vi.stubGlobal("document", { querySelector: () => null });
  vi.stubGlobal("window", { location: { origin: "http://box.example" } });
  vi.stubGlobal("self", globalThis);
  const { tree: routeTree } = await import("./router.tsx");
  const context = { cache: new QueryClient() };
  const { routesByPath } = createRouter({
    routeTree,
    context,
    isServer: true,
    history: createMemoryHistory(),
  });
  const isElsewhere = (path: string) => path === "/$" || /^\/(?:settings|operations)\/./.test(path);
  const own = Object.keys(routesByPath).filter((path) => !isElsewhere(path));
  expect(own.toSorted()).toEqual(Object.values(pages).toSorted());
});

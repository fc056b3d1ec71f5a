import { expect, test } from "vitest";
import { routes } from "./routes.ts";

test("no two routes answer the same requests", () => {
  const asked = Object.values(routes).map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ":id")}`);
  expect(asked.filter((one, at) => asked.indexOf(one) !== at)).toEqual([]);
});

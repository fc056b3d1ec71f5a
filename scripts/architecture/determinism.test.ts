import { expect, test } from "vitest";
import { checkDeterminism } from "./determinism.ts";
import { planted } from "./testing.ts";

const check = (path: string, text: string) => checkDeterminism(planted({ [path]: `\n${text}` }).files);

test.each([
  ["environment-in-config", "const home = process.env.HOME;"],
  ["environment-in-config", "const { HOME } = process.env;"],
  ["clock-in-kernel", "const now = Date.now();"],
  ["clock-in-kernel", "const now = new Date();"],
  ["ids-in-kernel", "const die = Math.random();"],
  ["ids-in-kernel", "const id = crypto.randomUUID();"],
  ["ids-in-kernel", 'import { createHash, randomUUID } from "node:crypto";'],
])("%s: %s", (rule, text) => {
  const path = "apps/server/src/modules/agents/a.ts";
  expect(check(path, text)).toMatchObject([{ rule, file: `${path}:2` }]);
});

test.each([
  ["apps/server/src/app/config.ts", "const home = process.env.HOME;"],
  ["apps/cli/src/config.ts", "const home = process.env.HOME;"],
  ["apps/server/src/kernel/clock.ts", "const now = () => new Date();"],
  ["apps/server/src/kernel/ids.ts", 'import { randomUUID } from "node:crypto";'],
  ["apps/server/src/modules/agents/a.ts", "const then = new Date(at); const start = performance.now();"],
  ["apps/server/src/modules/agents/a.test.ts", "const now = Date.now(); const { HOME } = process.env;"],
  ["apps/web/src/lib/clock.ts", "const now = Date.now();"],
  ["scripts/a.ts", "const home = process.env.HOME;"],
])("%s may say: %s", (path, text) => {
  expect(check(path, text)).toEqual([]);
});

test("pages read no environment", () => {
  expect(check("apps/web/src/lib/a.ts", "const home = process.env.HOME;")).toHaveLength(1);
});

import { expect, test } from "vitest";
import { checkSizes } from "./sizes.ts";
import { planted } from "./testing.ts";

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `// ${index}`).join("\n");
const check = (texts: Record<string, string>) => checkSizes(planted(texts).files);

test("a file may have 400 lines, a test 600", () => {
  expect(
    check({
      "apps/cli/src/fits.ts": lines(400),
      "apps/cli/src/long.ts": lines(401),
      "apps/cli/src/written.ts": `/** Written by \`node scripts/write-it.ts\`. */\n${lines(401)}`,
      "apps/cli/src/fits.test.ts": lines(600),
      "apps/cli/src/long.test.ts": lines(601),
    }),
  ).toMatchObject([
    { rule: "file-size", file: "apps/cli/src/long.test.ts" },
    { rule: "file-size", file: "apps/cli/src/long.ts" },
  ]);
});

test("a function of more than 80 lines is reported where it starts", () => {
  const of = (count: number) => `export const first = 1;\nexport const f = () => {\n${lines(count - 2)}\n};`;
  expect(check({ "apps/cli/src/fits.ts": of(80), "apps/cli/src/long.ts": of(81) })).toMatchObject([
    { rule: "function-size", file: "apps/cli/src/long.ts:2" },
  ]);
});

test("a function with more than four parameters is reported", () => {
  const text = "function fits(a, b, c, d) {}\nclass C { long(a, b, c, d, e) {} }";
  expect(check({ "apps/cli/src/a.ts": text })).toMatchObject([
    { rule: "parameters", file: "apps/cli/src/a.ts:2" },
  ]);
});

import { expect, test } from "vitest";
import { parseResult } from "./parse-result.ts";

const json = '{"a": [1, "}"]}';

test.each([
  ["all that was said", ` ${json}\n`],
  ["in a block of code", `Here it is:\n\`\`\`json\n${json}\n\`\`\`\nDone.`],
  ["in the last of several blocks", `\`\`\`\n{"a": 1}\n\`\`\`\nNo:\n\`\`\`\n${json}\n\`\`\``],
  ["between words", `The answer is ${json} as you asked.`],
])("JSON is found: %s", (_where, result) => {
  expect(parseResult(result)).toEqual({ a: [1, "}"] });
});

test.each(["", "no JSON", "{ half", "} {"])("%j holds none", (result) => {
  expect(parseResult(result)).toBeUndefined();
});

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const features = globSync("features/*/**/*.css", { cwd: root }).sort();

/** Classes that begin a selector, which is to say the blocks that a stylesheet lays out. */
function blocksOf(stylesheet: string): Set<string> {
  const rules = readFileSync(join(root, stylesheet), "utf8").replaceAll(/\/\*.*?\*\//gs, "");
  const selectors = [...rules.matchAll(/([^{};]+)\{/g)].flatMap(([, all = ""]) => all.split(","));
  return new Set(selectors.flatMap((one) => /^\s*\.([a-z][\w-]*)/.exec(one)?.[1] ?? []));
}

test("no two features lay out a block of one name: whoever saw both pages would see either broken", () => {
  const owners = new Map<string, Set<string>>();
  for (const stylesheet of features) {
    const feature = stylesheet.split("/")[1] ?? "";
    for (const block of blocksOf(stylesheet))
      owners.set(block, (owners.get(block) ?? new Set()).add(feature));
  }
  expect(features.length).toBeGreaterThan(20);
  expect(
    [...owners].filter(([, names]) => names.size > 1).map(([block, names]) => [block, ...names]),
  ).toEqual([]);
});

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const module = join(import.meta.dirname, "own-path.mjs");
const without = (path: string, root: string) =>
  execFileSync(process.execPath, [
    "--input-type=module",
    "--eval",
    `import { pathWithoutNpm } from ${JSON.stringify(module)}; process.stdout.write(pathWithoutNpm(...process.argv.slice(1)))`,
    ...[path, root],
  ]).toString();

test("what npm puts in front of the path is taken out, and a person's own stays", () => {
  const path = [
    "/home/ada/signalbox/node_modules/.bin",
    "/home/ada/node_modules/.bin",
    "/home/node_modules/.bin",
    "/node_modules/.bin",
    "/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin",
    "/home/ada/tools/node_modules/.bin",
    "/usr/bin",
  ].join(":");
  expect(without(path, "/home/ada/signalbox")).toBe("/home/ada/tools/node_modules/.bin:/usr/bin");
});

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const run = promisify(execFile);

/** A checkout with the given files, and with the Node of this test as its pinned one. */
function checkout(texts: Record<string, string> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "signalbox-setup-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, "node_modules", ".bin"), { recursive: true });
  symlinkSync(process.execPath, join(root, "node_modules", ".bin", "node"));
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The arguments that make a Node of its own run code with the names of a setup file. */
const nodeArgs = (file: string, code: string): string[] => [
  "--input-type=module",
  "--eval",
  `import * as setup from ${JSON.stringify(join(import.meta.dirname, file))};\n${code}`,
];

const evaluate = async (file: string, code: string): Promise<string> =>
  (await run(process.execPath, nodeArgs(file, code))).stdout.trim();

const lockfile = (packages: object): string => JSON.stringify({ packages: { "": {}, ...packages } });
const isInstalled = (root: string) =>
  evaluate("install.mjs", `console.log(setup.isInstalled(${JSON.stringify(root)}))`);

test("dependencies count as installed when all that the lockfile names is there", async () => {
  const a = { version: "1.0.0", integrity: "sha512-a" };
  const optional = { version: "1.0.0", optional: true };
  const root = checkout({
    "package-lock.json": lockfile({ "node_modules/a": a, "node_modules/other-platform": optional }),
    "node_modules/.package-lock.json": lockfile({ "node_modules/a": a }),
  });
  expect(await isInstalled(root)).toBe("true");

  writeFileSync(join(root, "package-lock.json"), lockfile({ "node_modules/a": { ...a, version: "1.0.1" } }));
  expect(await isInstalled(root)).toBe("false");
});

test("a fresh clone has nothing installed", async () => {
  expect(await isInstalled(checkout({ "package-lock.json": lockfile({}) }))).toBe("false");
});

test("of several processes that prepare a checkout, one works at a time", async () => {
  const root = checkout();
  const log = join(root, "log");
  const work = `
    import { appendFileSync } from "node:fs";
    import { setImmediate } from "node:timers/promises";
    await setup.withLock(${JSON.stringify(root)}, async () => {
      appendFileSync(${JSON.stringify(log)}, "in ");
      for (let turn = 0; turn < 1000; turn += 1) await setImmediate();
      appendFileSync(${JSON.stringify(log)}, "out ");
    });`;
  appendFileSync(log, "");
  await Promise.all([1, 2, 3].map(() => evaluate("lock.mjs", work)));
  expect(readFileSync(log, "utf8")).toBe("in out ".repeat(3));
});

test("the lock of a process that died is taken over", async () => {
  const gone = spawn(process.execPath, ["--eval", ""]);
  await once(gone, "exit");
  const root = checkout({ [`.tmp/setup.lock/${gone.pid}`]: "" });
  const work = `await setup.withLock(${JSON.stringify(root)}, () => console.log("worked"))`;
  expect(await evaluate("lock.mjs", work)).toBe("worked");
});

test("signals reach the task once, and its exit code comes back", async () => {
  const root = checkout({
    "task.mjs": `
      let heard = 0;
      process.on("SIGTERM", () => { heard += 1; console.log("heard"); });
      process.on("SIGUSR2", () => process.exit(10 + heard));
      setInterval(() => {}, 1000);
      console.log(process.pid);`,
  });
  const command = JSON.stringify([process.execPath, "task.mjs"]);
  const code = `process.exitCode = await setup.runTask(${JSON.stringify(root)}, ${command})`;
  const runner = spawn(process.execPath, nodeArgs("child.mjs", code));
  const [pid] = await once(runner.stdout.setEncoding("utf8"), "data");
  runner.kill("SIGTERM");
  await once(runner.stdout, "data");
  runner.kill("SIGTERM");
  process.kill(Number(pid), "SIGUSR2");
  expect(await once(runner, "exit")).toEqual([11, null]);
});

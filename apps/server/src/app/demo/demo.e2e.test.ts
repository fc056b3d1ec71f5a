import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { cleanEnvironment, removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";

const run = promisify(execFile);
const mainFile = join(import.meta.dirname, "../../main.ts");
const checkout = join(import.meta.dirname, "../../../../..");

const ways = [
  ["a stop", "SIGTERM"],
  ["a closed terminal", "SIGHUP"],
] as const;

test.each(ways)("the demo writes in its temporary folder alone, and %s removes that", async (_, signal) => {
  const folder = temporaryFolder("demo");
  onTestFinished(() => removeFolder(folder));
  const [home, temporary] = [join(folder, "home"), join(folder, "temporary")];
  for (const made of [home, temporary]) mkdirSync(made);
  const child = spawn(process.execPath, [mainFile, "--demo", "--port", "0"], {
    env: cleanEnvironment({ HOME: home, TMPDIR: temporary, SIGNALBOX_HOME: join(folder, "state") }),
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = once(child, "exit");

  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const said = async () => (await lines.next()).value;
  expect(await said()).toMatch(/^Signalbox \S+ is at http:\/\/127\.0\.0\.1:\d+ /);
  expect(await said()).toContain("recordings");
  const [, another = ""] = /^For another sign-in link: (.*)$/.exec((await said()) ?? "") ?? [];
  const { stdout } = await run("sh", ["-c", another], {
    cwd: checkout,
    env: cleanEnvironment({ HOME: home }),
  });
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sign-in#\S+\n$/);
  expect(readdirSync(folder).sort()).toEqual(["home", "temporary"]);
  expect(readdirSync(home)).toEqual([]);
  expect(readdirSync(temporary)).toEqual([expect.stringMatching(/^signalbox-demo-/)]);

  child.kill(signal);
  expect((await ended)[0]).toBe(0);
  expect(readdirSync(temporary)).toEqual([]);
});

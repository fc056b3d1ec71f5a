import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { cleanEnvironment, removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";
import { preparedFolder } from "./platform/database/testing.ts";

/** Starts a server that can't start, and answers how it ended. */
async function startAt(home: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), "--port", "0"], {
    env: cleanEnvironment({ HOME: home, SIGNALBOX_HOME: home }),
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  return { said, code };
}

const aFolder = () => {
  const folder = temporaryFolder("run");
  onTestFinished(() => removeFolder(folder));
  return folder;
};

test.each(["run.json", "logs/server.log"])(
  "a folder where %s belongs is told in one line with the cure",
  async (name) => {
    const home = aFolder();
    renameSync(await preparedFolder(), join(home, "database"));
    mkdirSync(join(home, name), { recursive: true });
    const { said, code } = await startAt(home);
    expect(said).toBe(
      `Signalbox can't use ${join(home, name)}: it is a folder, where a file is expected. ` +
        "Move it away, or choose another state folder with SIGNALBOX_HOME\n",
    );
    expect(code).toBe(1);
    expect(readdirSync(home).filter((each) => each.startsWith("run.json."))).toEqual([]);
  },
);

test("a state folder that is none is told by its name", async () => {
  const home = join(aFolder(), "home");
  writeFileSync(home, "");
  const { said, code } = await startAt(home);
  expect(said).toMatch(new RegExp(`^Signalbox can't use ${home}: it is no folder.*SIGNALBOX_HOME\n$`));
  expect(code).toBe(1);
});

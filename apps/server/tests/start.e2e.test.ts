import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { cleanEnvironment, removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";
import { preparedState } from "./prepared-state.ts";

const repository = join(import.meta.dirname, "..", "..", "..");

/** `npm start` as a person types it, in a process group of its own, up to its address line. */
async function npmStart() {
  const home = temporaryFolder("start");
  const stateFolder = await preparedState();
  onTestFinished(() => [home, stateFolder].forEach(removeFolder));
  const child = spawn("npm", ["start", "--silent", "--", "--port", "0"], {
    cwd: repository,
    env: cleanEnvironment({ HOME: home, SIGNALBOX_HOME: stateFolder }),
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  const ended = once(child, "exit");
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-pid, "SIGKILL");
  });
  const pid = child.pid ?? 0;
  const [line] = await once(createInterface(child.stdout), "line");
  return { pid, line: String(line), stateFolder, ended };
}

const addressLine = /^Signalbox \S+ is at (http:\/\/127\.0\.0\.1:\d+) .* http:\/\/127\.0\.0\.1:\d+\/\S*#\S+$/;

const isServing = (url: string) =>
  fetch(`${url}/health/live`).then(
    () => true,
    () => false,
  );

test("npm start prints the address with a sign-in link, and npm ends with the server", async () => {
  const { pid, line, stateFolder, ended } = await npmStart();
  const url = addressLine.exec(line)?.[1] ?? "";
  expect(await isServing(url)).toBe(true);
  process.kill(pid, "SIGTERM");
  await ended;
  expect(await isServing(url)).toBe(false);
  expect(existsSync(join(stateFolder, "run.json"))).toBe(false);
});

test("Ctrl-C, which every process of the terminal gets, stops the server in order", async () => {
  const { pid, line, stateFolder, ended } = await npmStart();
  process.kill(-pid, "SIGINT");
  await ended;
  expect(await isServing(addressLine.exec(line)?.[1] ?? "")).toBe(false);
  expect(existsSync(join(stateFolder, "run.json"))).toBe(false);
});

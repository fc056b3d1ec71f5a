import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { findSystemdAnalyze, isMissing } from "@signalbox/testkit/machine";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deployFolder } from "./proxies/proxy.ts";

const run = promisify(execFile);
const systemd = findSystemdAnalyze();
const repository = resolve(deployFolder, "..");

describe.skipIf(isMissing(systemd))("the units of deploy/systemd", () => {
  let folder: string;
  beforeAll(() => {
    folder = temporaryFolder("units");
  });
  afterAll(() => removeFolder(folder));

  /** As it stands in `deploy/`, but for where this checkout is. */
  const rendered = (file: string, name: string): string => {
    const text = readFileSync(join(deployFolder, "systemd", file), "utf8");
    mkdirSync(folder, { recursive: true });
    const path = join(folder, name);
    writeFileSync(path, text.replaceAll(/\/opt\/signalbox|%h\/signalbox/g, repository));
    return path;
  };
  const analyze = (...args: string[]) =>
    run(systemd.path ?? "", args, { env: { ...process.env, XDG_RUNTIME_DIR: folder } });

  test.each([
    ["a node as a system user", "signalbox@.service", "signalbox@main.service", []],
    ["as yourself", "user/signalbox.service", "signalbox.service", ["--user"]],
  ])("are understood by systemd without a warning: %s", async (_, file, name, scope) => {
    const { stdout, stderr } = await analyze("verify", "--man=no", ...scope, rendered(file, name));
    const own = `${stdout}${stderr}`.split("\n").filter((line) => line.includes("signalbox"));
    expect(own).toEqual([]);
  });

  test("a node of its own is exposed little to what it does not need", async () => {
    const unit = rendered("signalbox@.service", "signalbox@main.service");
    const { stdout } = await analyze("security", "--offline=true", "--no-pager", "--threshold=35", unit);
    expect(stdout).toMatch(/Overall exposure level/);
  });
});

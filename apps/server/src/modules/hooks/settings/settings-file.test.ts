import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readSettingsFile, writeSettingsFile } from "./settings-file.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = temporaryFolder("settings");
  path = join(folder, "settings.json");
});
afterEach(() => removeFolder(folder));

const refusal = expect.objectContaining({ code: "hooks.settings_changed" });

test("a file that something else wrote meanwhile is left to it", async () => {
  await writeFile(path, "old");
  const read = await readSettingsFile(path);
  await writeFile(path, "theirs");
  await expect(writeSettingsFile(read, Buffer.from("ours"))).rejects.toEqual(refusal);
  await expect(writeSettingsFile(read, null)).rejects.toEqual(refusal);
  expect(await readFile(path, "utf8")).toBe("theirs");
  expect(await readdir(folder)).toEqual(["settings.json"]);
});

test("a file that something else made meanwhile is left to it", async () => {
  const read = await readSettingsFile(path);
  await writeFile(path, "theirs");
  await expect(writeSettingsFile(read, Buffer.from("ours"))).rejects.toEqual(refusal);
  expect(await readFile(path, "utf8")).toBe("theirs");
});

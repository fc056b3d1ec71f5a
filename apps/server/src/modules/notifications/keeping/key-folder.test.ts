import { stat } from "node:fs/promises";
import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";
import { openKeys } from "./key-folder.ts";

function aFolder(): string {
  const folder = temporaryFolder("notification-keys");
  onTestFinished(() => removeFolder(folder));
  return join(folder, "notifications");
}

test("keys are made once, for the server's user alone, and are the same after a restart", async () => {
  const folder = aFolder();
  const [first, second] = [openKeys(folder), openKeys(folder)];
  const [made, seen] = await Promise.all([first.push(), second.push()]);
  expect(seen).toEqual(made);
  expect(await openKeys(folder).push()).toEqual(made);
  await first.sign("something");
  const modes = ["vapid.json", "secret.key", "."].map(
    async (file) => (await stat(join(folder, file))).mode & 0o777,
  );
  expect(await Promise.all(modes)).toEqual([0o600, 0o600, 0o700]);
});

test("what was sealed opens after a restart, in its place alone, and not once it was changed", async () => {
  const folder = aFolder();
  const sealed = await openKeys(folder).seal("channel-1", "a secret");
  expect(sealed).not.toContain("secret");
  const keys = openKeys(folder);
  expect(await keys.open("channel-1", sealed)).toBe("a secret");
  await expect(keys.open("channel-2", sealed)).rejects.toThrow("can't be read");
  const changed = `${sealed.slice(0, -2)}${sealed.endsWith("AA") ? "BB" : "AA"}`;
  await expect(keys.open("channel-1", changed)).rejects.toThrow("can't be read");
  await expect(openKeys(aFolder()).open("channel-1", sealed)).rejects.toThrow("can't be read");
});

test("a signature holds for its text and its server", async () => {
  const keys = openKeys(aFolder());
  const signature = await keys.sign("allow");
  expect(await keys.isSigned("allow", signature)).toBe(true);
  expect(await keys.isSigned("deny", signature)).toBe(false);
  expect(await openKeys(aFolder()).isSigned("allow", signature)).toBe(false);
});

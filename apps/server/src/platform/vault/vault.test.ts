import { stat } from "node:fs/promises";
import { join } from "node:path";
import { removeFolder, temporaryFolder } from "@signalbox/testkit/temporary";
import { expect, onTestFinished, test } from "vitest";
import { openVault } from "./vault.ts";

function aFolder(): string {
  const folder = temporaryFolder("vault");
  onTestFinished(() => removeFolder(folder));
  return join(folder, "vault");
}

test("a secret opens after a restart, in its place alone, and with its own key alone", async () => {
  const folder = aFolder();
  const [vault, beside] = [openVault(folder), openVault(folder)];
  const [sealed] = await Promise.all([
    vault.seal("sources/1", "hush"),
    beside.seal("sources/2", "made at once"),
  ]);
  expect(sealed).not.toContain("hush");
  expect(await openVault(folder).open("sources/1", sealed)).toBe("hush");
  await expect(vault.open("sources/2", sealed)).rejects.toMatchObject({ code: "vault.not_opened" });
  await expect(openVault(aFolder()).open("sources/1", sealed)).rejects.toThrow("another key");
  const modes = ["vault.key", "."].map(async (file) => (await stat(join(folder, file))).mode & 0o777);
  expect(await Promise.all(modes)).toEqual([0o600, 0o700]);
});

import { expect, test } from "vitest";
import { withFaultsOf } from "./file-faults.ts";

const failing = (code: string) => async () => {
  throw Object.assign(new Error(`${code}: not done`), { code });
};

test.each([
  ["a full disk", "ENOSPC", "hooks.settings_disk_full"],
  ["a used up quota", "EDQUOT", "hooks.settings_disk_full"],
  ["a read-only disk", "EROFS", "hooks.settings_read_only"],
  ["a folder that is not ours", "EACCES", "hooks.settings_read_only"],
  ["a file in a folder's place", "ENOTDIR", "hooks.settings_malformed"],
  ["a folder in a file's place", "EISDIR", "hooks.settings_malformed"],
])("%s is told with the file and the cure", async (_, cause, code) => {
  await expect(withFaultsOf("/home/me/settings.json", failing(cause))).rejects.toMatchObject({
    code,
    message: expect.stringMatching(/\/home\/me\/settings\.json.*try again/i),
  });
});

test("what no cure is known for stays as it is", async () => {
  await expect(withFaultsOf("/home/me/settings.json", failing("EIO"))).rejects.toMatchObject({ code: "EIO" });
});
